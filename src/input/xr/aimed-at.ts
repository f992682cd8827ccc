import type { Ray, Vec3 } from '#contract/preview.ts';
import type { Gripped } from '#plan/pick-grip.ts';
import type { Picked } from '#plan/pick-scene.ts';
import type { XrInputWorld } from './xr-world.ts';

/** A hand touches what is so near, metres of the room. */
const touchMetres = 0.03;

export interface AimedAt {
  /** What closing the hand takes hold of. */
  readonly gripped: Gripped | undefined;
  /** The same; where nothing can be held, what can only be chosen. */
  readonly nearest: Picked | undefined;
}

/** What a hand touches or points at. What shows as hovered is what is taken, so both are asked for here. City metres. */
export function aimedAt(
  { gripOfRay, pickRay, rig }: Pick<XrInputWorld, 'gripOfRay' | 'pickRay' | 'rig'>,
  ray: Ray,
  point: Vec3,
): AimedAt {
  const gripped = gripOfRay(ray, { point, reachMetres: touchMetres / rig.placement.scale });
  return { gripped, nearest: gripped ?? pickRay(ray) };
}
