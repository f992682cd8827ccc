import type { Vec3 } from '#contract/preview.ts';
import type { CityPlacement, XrDevice } from '#contract/xr.ts';
import type { Actor } from '#input/actor.ts';
import { cityPointOf, cityRayOf } from '#plan/city-placement.ts';

/** A controller or hand as every other pointing device: its ray and its hold in city metres. */
export function actorOf(
  device: XrDevice,
  placement: CityPlacement,
  { closed, timeMillis }: { readonly closed: number; readonly timeMillis: number },
): Actor {
  const { ray, gripPoint, side, kind } = device;
  return {
    id: side,
    device: kind === 'hand' ? 'hand' : 'controller',
    ray: cityRayOf(placement, ray),
    pinchPoint: cityPointOf(placement, gripPoint),
    handPoint: { ...gripPoint },
    grab: closed,
    select: device.select,
    confidence: device.isTracked ? 1 : 0,
    timeMillis,
  };
}

/** The way a floor is pulled: level, towards whoever points. In the room, length 1. */
export function pullDirection({ direction }: XrDevice['ray']): Vec3 | undefined {
  const level = Math.hypot(direction.x, direction.z);
  if (level < 0.2) return undefined;
  return { x: -direction.x / level, y: 0, z: -direction.z / level };
}
