import type { Cursor } from '#contract/intent.ts';
import { litLayer, type Playback, type StoreState } from '#store/read.ts';
import {
  isAtArrivedEnd,
  isComplete,
  moveByLayers,
  moveByToken,
  promptEndCursor,
  seekCursor,
  timelineShape,
  type TimelineShape,
} from '#store/timeline.ts';
import type { InterpreterWorld } from './interpreter-world.ts';
import type { RunControl } from './run-control.ts';

/** A pause in drawing (a hidden tab, a slow frame) must not make the replay leap. */
const longestTickMillis = 500;
/** A token that climbs slower than this is asked for one ahead; a faster one two. */
const calmClimbMillis = 500;

/** Moves the cursor: by itself while playing or stepping, and when told to. */
export class PlaybackControl {
  readonly #world: InterpreterWorld;
  readonly #runs: RunControl;
  /** Layers the replay has advanced since the cursor last moved, below 1. */
  #layersDue = 0;
  /** Token steps asked for before the prompt had arrived. */
  #stepsDue = 0;

  constructor(world: InterpreterWorld, runs: RunControl) {
    this.#world = world;
    this.#runs = runs;
  }

  get #state(): StoreState {
    return this.#world.store.state;
  }

  play(): void {
    this.#runs.readOn();
    const growth = this.#runs.growth(this.#state);
    const isDone = isAtArrivedEnd(this.#state.cursor, timelineShape(this.#state));
    if (isDone && growth.kind === 'never' && !this.#runs.isAwaitingRun) {
      this.#world.commands.addNotice('info', growth.reason);
      return;
    }
    this.#begin({ kind: 'playing', until: 'run' });
    this.#askAhead();
  }

  /** Plays to where the prompt ends, or to the end of what a recording holds. */
  playUntil(until: 'prompt' | 'arrived'): void {
    this.#begin({ kind: 'playing', until });
  }

  pause(): void {
    this.#stepsDue = 0;
    this.#begin({ kind: 'paused' });
  }

  stepToken(direction: 1 | -1): void {
    const { commands } = this.#world;
    if (direction === -1) {
      this.pause();
      commands.moveCursor(moveByToken(this.#state.cursor, -1, timelineShape(this.#state)));
      return;
    }
    this.#runs.readOn();
    if (this.#isPromptArriving()) {
      this.#stepsDue += 1;
      return;
    }
    const { playback, arrivedCount } = this.#state;
    if (playback.kind === 'stepping' && playback.position >= arrivedCount) {
      this.#stepTo(playback.position + 1, timelineShape(this.#state).layerCount - 1);
      return;
    }
    this.#finishClimb();
    const state = this.#state;
    const shape = timelineShape(state);
    if (isComplete(state.cursor, shape)) {
      this.#stepTo(state.cursor.position + 1, shape.layerCount - 1);
    } else {
      this.pause();
      commands.moveCursor(moveByToken(state.cursor, 1, shape));
    }
  }

  stepLayer(direction: 1 | -1): void {
    this.#runs.readOn();
    const shape = timelineShape(this.#state);
    const { cursor } = this.#state;
    if (direction === 1 && isAtArrivedEnd(cursor, shape)) {
      if (!this.#isPromptArriving()) this.#stepTo(cursor.position + 1, 0);
      return;
    }
    this.pause();
    this.#world.commands.moveCursor(moveByLayers(cursor, direction, shape));
  }

  seek(position: number, layer: number): void {
    if (this.#state.playback.kind === 'stepping') this.pause();
    this.#layersDue = 0;
    this.#world.commands.moveCursor(seekCursor(position, layer, timelineShape(this.#state)));
  }

  /** To be called after every change of the store. */
  react(): void {
    const state = this.#state;
    if (this.#runs.takeRefusal(state)) this.pause();
    if (this.#stepsDue > 0 && !this.#isPromptArriving()) {
      const steps = this.#stepsDue;
      this.#stepsDue = 0;
      this.#world.commands.moveCursor(promptEndCursor(timelineShape(state)));
      this.pause();
      for (let step = 0; step < steps; step += 1) this.stepToken(1);
    }
    if (state.playback.kind === 'stepping') {
      this.#askAhead();
      if (this.#world.prefersReducedMotion()) this.#jumpToGoal();
    }
  }

  /** Moves on by the time since the last tick; returns whether another tick is needed. */
  tick(elapsedMillis: number): boolean {
    const { playback, settings } = this.#state;
    if (playback.kind === 'paused') return false;
    const elapsed = Math.min(Math.max(0, elapsedMillis), longestTickMillis);
    this.#layersDue += (elapsed * settings.layersPerSecond) / 1000;
    this.#askAhead();
    this.#advance(playback);
    this.#settle();
    return this.#state.playback.kind !== 'paused';
  }

  #begin(playback: Playback): void {
    this.#layersDue = 0;
    const before = this.#state.playback;
    if (playback.kind === 'paused' && before.kind === 'paused') return;
    this.#world.commands.setPlayback(playback);
  }

  /** A token is pressed on while the one before still climbs: that one is finished at once. */
  #finishClimb(): void {
    const { playback } = this.#state;
    const shape = timelineShape(this.#state);
    const { commands } = this.#world;
    if (playback.kind === 'stepping') {
      const { position, layer } = playback;
      commands.moveCursor({ position, layer, sweep: position >= shape.promptTokenCount });
    } else if (playback.kind === 'playing' && playback.until === 'prompt') {
      commands.moveCursor(promptEndCursor(shape));
    }
  }

  #stepTo(position: number, layer: number): void {
    const { arrivedCount } = this.#state;
    const growth = this.#runs.growth(this.#state);
    if (position >= arrivedCount && growth.kind === 'never') {
      this.pause();
      this.#world.commands.addNotice('info', growth.reason);
      return;
    }
    this.#begin({ kind: 'stepping', position, layer });
    this.#askAhead();
    if (this.#world.prefersReducedMotion()) this.#jumpToGoal();
  }

  #jumpToGoal(): void {
    const { playback, arrivedCount, cursor } = this.#state;
    if (playback.kind !== 'stepping' || playback.position >= arrivedCount) return;
    this.pause();
    const { position, layer } = playback;
    this.#world.commands.moveCursor({ position, layer, sweep: cursor.sweep });
  }

  #advance(playback: Playback): void {
    const state = this.#state;
    const shape = timelineShape(state);
    const whole = Math.floor(this.#layersDue);
    if (this.#world.prefersReducedMotion() && playback.kind === 'playing') {
      const isSweep = litLayer(state.cursor, 0, shape.promptTokenCount, shape.layerCount) < 0;
      if (whole < shape.layerCount && !isSweep) return;
      this.#layersDue = 0;
      this.#world.commands.moveCursor(moveByToken(state.cursor, 1, shape));
      return;
    }
    this.#layersDue -= whole;
    const moved = moveByLayers(state.cursor, whole, shape);
    this.#world.commands.moveCursor(stoppedAtGoal(moved, playback, shape));
    // What has not arrived is not owed: the replay goes on from its arrival.
    if (isAtArrivedEnd(moved, shape)) this.#layersDue = 0;
  }

  /** Pauses where the playback ends, and says why if nobody could have known. */
  #settle(): void {
    const state = this.#state;
    const { playback } = state;
    if (isAtGoal(state)) {
      this.pause();
      return;
    }
    const isBounded = playback.kind === 'playing' && playback.until !== 'run';
    if (isBounded || this.#isPromptArriving()) return;
    const growth = this.#runs.growth(state);
    const isAtEnd = isAtArrivedEnd(state.cursor, timelineShape(state));
    if (isAtEnd && growth.kind === 'never') this.#stopFor(growth.reason);
  }

  #stopFor(reason: string): void {
    this.pause();
    this.#world.commands.addNotice('info', reason);
  }

  /** Nothing is computed long before it is shown, but the next token should be there in time. */
  #askAhead(): void {
    const { playback, cursor, settings, hello } = this.#state;
    if (playback.kind === 'stepping') this.#runs.askForPositions(playback.position + 1);
    if (playback.kind !== 'playing' || playback.until !== 'run') return;
    const climbMillis = (1000 * (hello?.model.layerCount ?? 1)) / settings.layersPerSecond;
    this.#runs.askForPositions(cursor.position + 1 + (climbMillis < calmClimbMillis ? 2 : 1));
  }

  #isPromptArriving(): boolean {
    const { arrivedCount, hello } = this.#state;
    return this.#runs.isAwaitingRun || arrivedCount < (hello?.run.promptTokenCount ?? 0);
  }
}

type Place = Pick<Cursor, 'position' | 'layer'>;

/** Where a playback pauses by itself, if that is known beforehand. */
function goalOf(playback: Playback, shape: TimelineShape): Place | undefined {
  if (playback.kind === 'stepping') return playback;
  if (playback.kind === 'paused' || playback.until !== 'prompt') return undefined;
  return { position: shape.promptTokenCount - 1, layer: shape.layerCount - 1 };
}

function isAtGoal(state: StoreState): boolean {
  const { playback, cursor, ended } = state;
  const shape = timelineShape(state);
  if (playback.kind === 'paused') return true;
  if (playback.kind === 'playing' && playback.until === 'arrived') {
    return ended !== undefined && isAtArrivedEnd(cursor, shape);
  }
  const goal = goalOf(playback, shape);
  return goal !== undefined && !isBefore(cursor, goal);
}

function stoppedAtGoal(cursor: Cursor, playback: Playback, shape: TimelineShape): Cursor {
  const goal = goalOf(playback, shape);
  if (!goal || isBefore(cursor, goal)) return cursor;
  return { position: goal.position, layer: goal.layer, sweep: cursor.sweep };
}

function isBefore(a: Place, b: Place): boolean {
  return a.position < b.position || (a.position === b.position && a.layer < b.layer);
}
