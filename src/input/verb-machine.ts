import type { Dispatch } from '#contract/intent.ts';
import type { HeldGrip, Preview, Vec3 } from '#contract/preview.ts';
import { selectLimits, verbDistances } from '#contract/verb.ts';
import type { Grip, VerbStage } from '#contract/verb.ts';

/** One reading of a hand that holds something, whatever the device. Plain data: a list of them replays. */
export interface VerbSample {
  /** Metres of the hand's own path, y up; not scaled by the city. */
  readonly handPoint: Vec3;
  /** The same place in city metres. */
  readonly atPoint: Vec3;
  readonly timeMillis: number;
  /** The last layer under a cutting plane held there; without it a slice stays where it is. */
  readonly sliceLayer?: number;
}

export interface VerbWorld {
  readonly preview: Preview;
  readonly dispatch: Dispatch;
}

/** What letting go came to: a short still press is a choice, and what is chosen is the caller's to say. */
export type Release = 'select' | 'nothing' | VerbStage;

interface Hold {
  readonly from: VerbSample;
  readonly grip: Grip;
  readonly along: Vec3 | undefined;
  isArmed: boolean;
  shown: HeldGrip;
}

/**
 * The three verbs for one hand: takes hold, follows, and on release says one intent or none. Shows
 * what is held in the preview, beside what other hands hold. Knows no device and no city.
 */
export class VerbMachine {
  readonly #actor: string;
  readonly #world: VerbWorld;
  #hold: Hold | undefined;

  constructor(actor: string, world: VerbWorld) {
    this.#actor = actor;
    this.#world = world;
  }

  get held(): HeldGrip | undefined {
    return this.#hold?.shown;
  }

  /**
   * Takes hold; what was held before is let go without doing anything. Only the way `along` that
   * direction counts (length 1, in the hand's own frame): out of the façade for a floor. Without it
   * every way counts, for a slice every level one.
   */
  take(grip: Grip, sample: VerbSample, along?: Vec3): void {
    const { atPoint } = sample;
    const shown: HeldGrip = {
      actor: this.#actor,
      grip,
      pulledMetres: 0,
      stage: undefined,
      fromPoint: atPoint,
      atPoint,
      isLost: false,
    };
    this.#hold = { from: sample, grip, along, isArmed: false, shown };
    this.#show(shown);
  }

  /** Follows the hand; also how tracking that was lost comes back. */
  move(sample: VerbSample): void {
    const hold = this.#hold;
    if (!hold) return;
    const pulledMetres = pulledBy(hold, sample);
    if (pulledMetres >= verbDistances.arms) hold.isArmed = true;
    else if (pulledMetres < verbDistances.disarms) hold.isArmed = false;
    const grip = gripAt(hold, sample, pulledMetres);
    const stage = stageOf(hold, { grip, sample, pulledMetres });
    const { atPoint } = sample;
    hold.shown = { ...hold.shown, grip, pulledMetres, stage, atPoint, isLost: false };
    this.#show(hold.shown);
  }

  /** Tracking is lost: everything stays as it is. */
  lose(): void {
    const hold = this.#hold;
    if (!hold || hold.shown.isLost) return;
    hold.shown = { ...hold.shown, isLost: true };
    this.#show(hold.shown);
  }

  /**
   * Lets go, and dispatches what that means. A hand that comes back open after it was lost has let
   * go unseen, nobody knows where: that does nothing.
   */
  release(sample: VerbSample): Release {
    const hold = this.#hold;
    if (!hold) return 'nothing';
    if (hold.shown.isLost) {
      this.drop();
      return 'nothing';
    }
    this.move(sample);
    const { grip, stage } = hold.shown;
    this.drop();
    if (stage !== undefined) {
      this.#world.dispatch({ kind: 'verb', stage, ...grip });
      return stage;
    }
    const isSoon = sample.timeMillis - hold.from.timeMillis <= selectLimits.millis;
    const isNear = distance(hold.from.handPoint, sample.handPoint) <= selectLimits.metres;
    return isSoon && isNear && grip.layer === hold.grip.layer ? 'select' : 'nothing';
  }

  /** Lets go without doing anything: cancelled, or the session ended. */
  drop(): void {
    if (!this.#hold) return;
    this.#hold = undefined;
    this.#show(undefined);
  }

  /** Replaces this hand's entry only. */
  #show(own: HeldGrip | undefined): void {
    const { preview } = this.#world;
    const others = preview.state.held.filter(({ actor }) => actor !== this.#actor);
    preview.set({ held: own ? [...others, own] : others });
  }
}

/** Metres along the verb's own direction; never below 0. */
function pulledBy({ grip, from, along }: Hold, { handPoint }: VerbSample): number {
  const x = handPoint.x - from.handPoint.x;
  const y = handPoint.y - from.handPoint.y;
  const z = handPoint.z - from.handPoint.z;
  if (along) return Math.max(0, x * along.x + y * along.y + z * along.z);
  return grip.verb === 'slice' ? Math.hypot(x, z) : Math.hypot(x, y, z);
}

/**
 * A plane is chosen up and down, and stays where it is while it is pulled aside: where it was as
 * that began, however few readings tell of it.
 */
function gripAt({ shown }: Hold, { sliceLayer }: VerbSample, pulledMetres: number): Grip {
  const { grip } = shown;
  const nearest = Math.min(pulledMetres, shown.pulledMetres);
  const isChoosing = grip.verb === 'slice' && nearest < verbDistances.reads;
  if (!isChoosing || sliceLayer === undefined || sliceLayer === grip.layer) return grip;
  return { verb: 'slice', layer: sliceLayer };
}

interface Reach {
  readonly grip: Grip;
  readonly sample: VerbSample;
  readonly pulledMetres: number;
}

function stageOf(hold: Hold, { grip, sample, pulledMetres }: Reach): VerbStage | undefined {
  if (hold.isArmed) return 'change';
  if (pulledMetres >= verbDistances.reads) return 'read';
  if (grip.verb !== 'slice') return undefined;
  // A plane that was put elsewhere is placed, however little it was pulled aside.
  const isMoved = distance(hold.from.handPoint, sample.handPoint) >= verbDistances.reads;
  return isMoved || grip.layer !== hold.grip.layer ? 'read' : undefined;
}

function distance(a: Vec3, b: Vec3): number {
  return Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
}
