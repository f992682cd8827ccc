import type { HeldGrip, Ray, Vec3 } from '#contract/preview.ts';
import type { Gripped } from '#plan/pick-grip.ts';
import type { Actor } from './actor.ts';
import { VerbMachine } from './verb-machine.ts';
import type { Release, VerbSample, VerbWorld } from './verb-machine.ts';

export interface ActorVerbsWorld extends VerbWorld {
  /** The last layer under a cutting plane held at that height, city metres. */
  readonly sliceLayerAt: (yMetres: number) => number | undefined;
}

/** A hand lets go only once it has opened clearly. */
const opensShare = 0.4;
/** Below this confidence a hand is not seen. */
const leastConfidence = 0.5;

interface Taken {
  readonly actor: Actor;
  readonly gripped: Gripped;
}

/** Readings of one actor become what its verb machine understands, whichever device it is. */
export class ActorVerbs {
  readonly #world: ActorVerbsWorld;
  readonly #machine: VerbMachine;
  #taken: Taken | undefined;

  /** @param id - the actor's */
  constructor(id: string, world: ActorVerbsWorld) {
    this.#world = world;
    this.#machine = new VerbMachine(id, world);
  }

  get held(): HeldGrip | undefined {
    return this.#machine.held;
  }

  /** Takes hold of what was found for this reading; `along` as the machine has it. */
  take(actor: Actor, gripped: Gripped, along?: Vec3): void {
    this.#taken = { actor, gripped };
    this.#machine.take(gripped.grip, this.#sample(actor, this.#taken), along);
  }

  /** Follows the actor; says what letting go came to, undefined while nothing is let go of. */
  feed(actor: Actor): Release | undefined {
    const taken = this.#taken;
    if (!taken) return undefined;
    if (actor.confidence < leastConfidence) {
      this.#machine.lose();
      return undefined;
    }
    const sample = this.#sample(actor, taken);
    if (actor.grab > opensShare) {
      this.#machine.move(sample);
      return undefined;
    }
    this.#taken = undefined;
    return this.#machine.release(sample);
  }

  /** Lets go without doing anything. */
  drop(): void {
    this.#taken = undefined;
    this.#machine.drop();
  }

  #sample(actor: Actor, taken: Taken): VerbSample {
    const { handPoint, timeMillis } = actor;
    const atPoint = heldPoint(actor, taken);
    const isSlice = taken.gripped.grip.verb === 'slice';
    const sliceLayer = isSlice ? this.#world.sliceLayerAt(atPoint.y) : undefined;
    return { handPoint, atPoint, timeMillis, ...(sliceLayer !== undefined && { sliceLayer }) };
  }
}

/** Where what is held is now: a hand carries it along, a ray from the eye keeps it at its distance. */
function heldPoint(actor: Actor, { actor: before, gripped }: Taken): Vec3 {
  const { point } = gripped;
  if (actor.device === 'mouse' || actor.device === 'touch') {
    return facingPoint(actor.ray, before.ray, point);
  }
  return {
    x: point.x + actor.pinchPoint.x - before.pinchPoint.x,
    y: point.y + actor.pinchPoint.y - before.pinchPoint.y,
    z: point.z + actor.pinchPoint.z - before.pinchPoint.z,
  };
}

/** A ray on the upright plane through `point` that faces the ray by which it was taken. */
function facingPoint(ray: Ray, taken: Ray, point: Vec3): Vec3 {
  const level = Math.hypot(taken.direction.x, taken.direction.z);
  // From straight above there is no upright plane that faces the eye.
  const normal =
    level < leastLevelShare
      ? taken.direction
      : { x: taken.direction.x / level, y: 0, z: taken.direction.z / level };
  const toward = dot(ray.direction, normal);
  const away = {
    x: point.x - ray.origin.x,
    y: point.y - ray.origin.y,
    z: point.z - ray.origin.z,
  };
  // Beside or behind the eye the plane is not met: the thing stays at its distance.
  const distance =
    toward > leastTowardShare ? dot(away, normal) / toward : Math.hypot(away.x, away.y, away.z);
  return {
    x: ray.origin.x + ray.direction.x * distance,
    y: ray.origin.y + ray.direction.y * distance,
    z: ray.origin.z + ray.direction.z * distance,
  };
}

const leastLevelShare = 0.1;
const leastTowardShare = 0.05;

function dot(a: Vec3, b: Vec3): number {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
