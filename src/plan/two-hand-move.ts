import type { Vec3 } from '#contract/preview.ts';
import type { CityPlacement } from '#contract/xr.ts';
import { cityPointOf, placedAt } from './city-placement.ts';

/** Where hands hold the city, room metres; one or two of them. */
export type Hold = readonly [Vec3] | readonly [Vec3, Vec3];

/**
 * The city held in one hand goes where it goes; in two it is turned and scaled with what lies between
 * them too. It never tilts. Both holds have as many hands.
 */
export function placementHeld(start: CityPlacement, from: Hold, to: Hold): CityPlacement {
  const [fromA, fromB] = from;
  const [toA, toB] = to;
  const held = cityPointOf(start, middleOf(from));
  if (!fromB || !toB) return placedAt(held, toA, start);
  const before = between(fromA, fromB);
  const after = between(toA, toB);
  const turn = Math.atan2(after.x, after.z) - Math.atan2(before.x, before.z);
  return placedAt(held, middleOf(to), {
    yawRadians: start.yawRadians + turn,
    scale: (start.scale * lengthOf(after)) / Math.max(0.02, lengthOf(before)),
  });
}

export function middleOf([a, b = a]: Hold): Vec3 {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, z: (a.z + b.z) / 2 };
}

function between(a: Vec3, b: Vec3): Vec3 {
  return { x: b.x - a.x, y: b.y - a.y, z: b.z - a.z };
}

function lengthOf({ x, y, z }: Vec3): number {
  return Math.hypot(x, y, z);
}
