import type { Target } from '#contract/intent.ts';
import type { Ray, Vec3 } from '#contract/preview.ts';
import type { CityPlan } from './city-plan.ts';
import type { LensSigns } from './lens-signs.ts';
import type { PickableBeams } from './pickable-beams.ts';

/** What a ray can meet. */
export interface PickScene {
  readonly plan: CityPlan;
  /** Where the picture is seen from: signs turn to it. The same as the ray's origin for a mouse. */
  readonly eye: Vec3;
  readonly beams: PickableBeams | undefined;
  /** How many floors of a tower stand by now, with a fraction. */
  readonly risenLayers: (position: number) => number;
  readonly billboardsShown: boolean;
  readonly lens: LensSigns | undefined;
  /**
   * How far beside a thing still counts, radians. A few pixels for a mouse, more for a finger; it
   * also decides how fine walls are told apart, since nobody can point at a window of half a pixel.
   */
  readonly toleranceRadians: number;
}

export interface Picked {
  readonly target: Target;
  readonly point: Vec3;
  readonly distanceMetres: number;
}

/** The point that far along a ray. */
export function pointOnRay(ray: Ray, distance: number): Vec3 {
  return {
    x: ray.origin.x + ray.direction.x * distance,
    y: ray.origin.y + ray.direction.y * distance,
    z: ray.origin.z + ray.direction.z * distance,
  };
}
