import type { Cursor } from '#contract/intent.ts';
import type { StoreState } from '#store/read.ts';
import type { CityFrame } from './city-frame.ts';

/**
 * How far the replay has climbed, smoothly: the cursor moves a layer at a time, light does not.
 * Shaders get it as `vec4(position, heightLayers, strength, sweptBelow)`.
 */
export interface ReplayFront {
  /** The cursor's position. */
  position: number;
  /** Follows `cursor.layer + 1`: 0 at the lowest floor's base, layerCount when all is lit. */
  heightLayers: number;
  /** 0 … 1: how bright the pulse is; 0 when nothing climbs. */
  strength: number;
  /** Positions below this one climb together with the cursor's. */
  sweptBelow: number;
  /** Floors that stand where the towers are cut open; `uncutLayers` where they are not. */
  cutLayers: number;
}

/** More floors than any model has. */
export const uncutLayers = 1e4;

/**
 * How many layers of a tower the front has passed, with a fraction; `uncutLayers` for a finished tower,
 * 0 for one not reached; never those above a cut. The same as `climbedLayers` in `replay-front-shader.ts`.
 */
export function climbedLayers(front: Readonly<ReplayFront>, position: number): number {
  if (position > front.position) return 0;
  const climbs = position === front.position || position < front.sweptBelow;
  return Math.min(climbs ? front.heightLayers : uncutLayers, front.cutLayers);
}

/** Slowest climb towards a cursor that was stepped by hand, layers per second. */
const stepSpeed = 5;
/** A front that is behind catches up: its speed grows with the gap, per second. */
const catchUp = 4;
/** Layers a paused cursor may go up at once and still be followed; more is a seek. */
const longestFollowedStep = 2;
const riseMillis = 90;
const fadeMillis = 420;

/** Follows the store's cursor; one front serves every part of the city. */
export class ReplayFollower {
  readonly front: ReplayFront = {
    position: 0,
    heightLayers: 0,
    strength: 0,
    sweptBelow: 0,
    cutLayers: uncutLayers,
  };
  #cursor: Cursor | undefined;
  #hello: StoreState['hello'];

  /** @returns whether it still moves and wants another frame. */
  tick(frame: CityFrame, state: StoreState, reducedMotion: boolean): boolean {
    const { front } = this;
    const target = state.cursor.layer + 1;
    this.#noteCursor(state, target);
    if (reducedMotion) {
      front.heightLayers = target;
      front.strength = 0;
      return false;
    }
    const climbs = this.#climb(frame.deltaMillis / 1000, target, state);
    const wished = climbs && state.settings.shown.pulse ? 1 : 0;
    const millis = wished === 1 ? riseMillis : fadeMillis;
    front.strength += (wished - front.strength) * (1 - Math.exp(-frame.deltaMillis / millis));
    if (wished === 0 && front.strength < 0.004) front.strength = 0;
    return climbs || front.strength > 0;
  }

  /** A new climb starts below its first lit floor; any other jump (a seek, another run) shows no climb. */
  #noteCursor(state: StoreState, target: number): void {
    const { cursor, hello } = state;
    const promptTokenCount = hello?.run.promptTokenCount ?? 0;
    const { front } = this;
    front.position = cursor.position;
    front.sweptBelow = cursor.sweep && cursor.position < promptTokenCount ? promptTokenCount : 0;
    const before = hello === this.#hello ? this.#cursor : undefined;
    if (before === cursor) return;
    this.#cursor = cursor;
    this.#hello = hello;
    if (before && state.playing && cursor.position === before.position + 1) front.heightLayers = 0;
    else if (!isOneClimb(before, cursor, state.playing)) front.heightLayers = target;
  }

  #climb(seconds: number, target: number, state: StoreState): boolean {
    const { front } = this;
    const gap = target - front.heightLayers;
    if (gap <= 0) {
      front.heightLayers = target;
      return state.playing && target > 0 && target < (state.hello?.model.layerCount ?? 0);
    }
    const speed = state.playing
      ? Math.max(state.settings.layersPerSecond, gap * catchUp)
      : Math.max(stepSpeed, gap * catchUp);
    front.heightLayers = Math.min(target, front.heightLayers + speed * seconds);
    return true;
  }
}

/** Whether the cursor went up the same tower, in steps small enough to be followed. */
function isOneClimb(before: Cursor | undefined, cursor: Cursor, playing: boolean): boolean {
  if (before?.position !== cursor.position || cursor.layer < before.layer) return false;
  return playing || cursor.layer - before.layer <= longestFollowedStep;
}
