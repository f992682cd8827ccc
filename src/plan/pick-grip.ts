import type { Target } from '#contract/intent.ts';
import type { Ray, Vec3 } from '#contract/preview.ts';
import type { Grip } from '#contract/verb.ts';
import { gripOfTarget } from './grip-of-target.ts';
import { beamNear, floorNear } from './pick-near.ts';
import { pickRuler } from './pick-ruler.ts';
import type { HungRuler } from './pick-ruler.ts';
import { pick } from './pick.ts';
import type { Picked, PickScene } from './pick-scene.ts';

export interface GripScene extends PickScene {
  /** Undefined while no numbers stand beside the towers. */
  readonly ruler: HungRuler | undefined;
  /** What stands open in front of the towers hides what is farther, metres along the ray. */
  readonly hiddenFromMetres: number;
}

/** A hand that can take hold of what it touches and of what it points at. */
export interface Hand {
  /** The middle of its pinch or fist, city metres. */
  readonly point: Vec3;
  /** How far from it a thing still counts as touched, city metres. */
  readonly reachMetres: number;
}

/** What can be taken hold of. */
export interface Gripped {
  readonly grip: Grip;
  readonly target: Target;
  /** Where, city metres. */
  readonly point: Vec3;
  readonly distanceMetres: number;
  /** Whether it is there to be held and nothing else: numbers and blade of the ruler. */
  readonly isHandle: boolean;
}

/**
 * What a ray can take hold of: beam before handle before sign. A hand reaches for what it touches
 * first, and takes whole floors too; without a hand a floor is held by its number on the ruler.
 */
export function pickGrip(ray: Ray, scene: GripScene, hand?: Hand): Gripped | undefined {
  const touched = hand && scene.beams && beamNear(hand.point, scene.beams, hand.reachMetres);
  if (touched) return gripped(touched, gripOfTarget(touched.target));
  return gripOfMet(ray, scene, pickPast(ray, scene), hand);
}

/** The same, once it is known what the ray meets first but for what stands open. */
export function gripOfMet(
  ray: Ray,
  scene: GripScene,
  met: Picked | undefined,
  hand?: Hand,
): Gripped | undefined {
  const picked = nearerThan(met, scene.hiddenFromMetres);
  if (picked?.target.kind === 'beam') return gripped(picked, gripOfTarget(picked.target));
  const handle = pickHandle(ray, scene, picked);
  if (handle) return handle;
  if (hand) return touchedFloor(hand, scene) ?? gripped(picked, gripOfPicked(picked));
  return picked?.target.kind === 'lens' ? gripped(picked, gripOfTarget(picked.target)) : undefined;
}

/** What stands open comes before the beams that pass it, as where things are pointed at. */
function pickPast(ray: Ray, scene: GripScene): Picked | undefined {
  const isOpen = scene.hiddenFromMetres < Infinity;
  return pick(ray, isOpen ? { ...scene, beams: undefined } : scene);
}

function gripOfPicked(picked: Picked | undefined): Grip | undefined {
  return picked && gripOfTarget(picked.target);
}

function gripped(picked: Picked | undefined, grip: Grip | undefined): Gripped | undefined {
  return picked && grip && { ...picked, grip, isHandle: false };
}

function nearerThan(picked: Picked | undefined, metres: number): Picked | undefined {
  return picked && picked.distanceMetres <= metres ? picked : undefined;
}

function pickHandle(ray: Ray, scene: GripScene, picked: Picked | undefined): Gripped | undefined {
  const { plan, ruler, toleranceRadians, hiddenFromMetres } = scene;
  const handle = ruler && pickRuler(ray, plan, { ruler, toleranceRadians });
  const farthest = Math.min(picked?.distanceMetres ?? Infinity, hiddenFromMetres);
  if (!handle || handle.distanceMetres > farthest) return undefined;
  const { layer } = handle.grip;
  return { ...handle, target: { kind: 'layer', layer }, isHandle: true };
}

function touchedFloor({ point, reachMetres }: Hand, scene: GripScene): Gripped | undefined {
  const layer = floorNear(point, scene, reachMetres);
  if (layer === undefined) return undefined;
  const target: Target = { kind: 'layer', layer };
  return { grip: { verb: 'grab', layer }, target, point, distanceMetres: 0, isHandle: false };
}
