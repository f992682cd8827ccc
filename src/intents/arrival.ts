import type { Hello } from '#contract/control-message.ts';
import type { StoreState } from '#store/read.ts';
import { promptEndCursor, seekCursor, timelineShape } from '#store/timeline.ts';
import type { InterpreterWorld } from './interpreter-world.ts';
import type { PlaybackControl } from './playback-control.ts';
import type { RunControl } from './run-control.ts';
import { restoreZoom, type SharedZoom } from './zoom-control.ts';

/** A place in a run that was shared: shown as soon as the run has got there. */
export interface SharedPlace extends SharedZoom {
  readonly prompt: string;
  readonly chat: boolean;
  readonly position: number;
  readonly layer: number;
  readonly selectedPosition: number | null;
}

/** What happens when a run appears: the first picture, the sweep of a new prompt, a shared place. */
export class Arrival {
  readonly #world: InterpreterWorld;
  readonly #runs: RunControl;
  readonly #playback: PlaybackControl;
  #hello: Hello | undefined;
  #place: SharedPlace | undefined;
  #isPlaceSubmitted = false;
  #isZoomRestored = false;
  #isFirstPictureDue = false;

  constructor(world: InterpreterWorld, runs: RunControl, playback: PlaybackControl) {
    this.#world = world;
    this.#runs = runs;
    this.#playback = playback;
  }

  expectPlace(place: SharedPlace | undefined): void {
    this.#place = place;
    this.#isPlaceSubmitted = false;
    this.#isZoomRestored = false;
  }

  forgetPlace(): void {
    this.#place = undefined;
  }

  /** To be called after every change of the store. */
  react(): void {
    const { state } = this.#world.store;
    if (state.hello !== this.#hello) {
      this.#hello = state.hello;
      this.#dropForeignIsolation(state);
      this.#isFirstPictureDue = state.runSource === 'recording';
      if (state.runSource === 'live' && !this.#runs.isContinuation(state)) this.#beginSweep(state);
    }
    if (this.#isFirstPictureDue) this.#showFirstPicture(state);
    if (this.#place) this.#approach(this.#place, state);
  }

  /** An address may isolate a head or a layer that this model does not have. */
  #dropForeignIsolation({ hello, settings }: StoreState): void {
    const { headCount = Infinity, layerCount = Infinity } = hello?.model ?? {};
    const { isolatedHead, isolatedLayer } = settings;
    const { commands } = this.#world;
    if ((isolatedHead ?? 0) >= headCount) commands.changeSettings({ isolatedHead: null });
    if ((isolatedLayer ?? 0) >= layerCount) commands.changeSettings({ isolatedLayer: null });
  }

  /** A new prompt is read from the street to the roofs; whoever pressed play meanwhile gets more. */
  #beginSweep({ playback }: StoreState): void {
    const playsOn = playback.kind === 'playing' && playback.until === 'run';
    if (!playsOn && !this.#place) this.#playback.playUntil('prompt');
  }

  /** The recorded prompt stands lit at once; then what the model wrote comes tower by tower. */
  #showFirstPicture(state: StoreState): void {
    const shape = timelineShape(state);
    if (shape.promptTokenCount === 0 || state.arrivedCount < shape.promptTokenCount) return;
    this.#isFirstPictureDue = false;
    if (this.#place && isRunOf(this.#place, state)) return;
    this.#world.commands.moveCursor(promptEndCursor(shape));
    const isPaused = state.playback.kind === 'paused';
    if (isPaused && !this.#world.prefersReducedMotion()) this.#playback.playUntil('arrived');
  }

  #approach(place: SharedPlace, state: StoreState): void {
    const isWaiting = state.engine.kind === 'idle' || state.engine.kind === 'loading';
    if (!isRunOf(place, state)) {
      if (state.hello || !isWaiting) this.#submitOnce(place);
      return;
    }
    const { commands } = this.#world;
    const shape = timelineShape(state);
    if (state.arrivedCount < shape.promptTokenCount) return;
    const growth = this.#runs.growth(state);
    const isThere = place.position < state.arrivedCount;
    if (!isThere && growth.kind !== 'never') this.#runs.askForPositions(place.position + 1);
    if (!isThere && growth.kind !== 'never') return;
    // What a recording cannot show may come once the model is there: until then, its end.
    if (isThere || !isWaiting) this.#place = undefined;
    this.#playback.pause();
    commands.moveCursor(seekCursor(place.position, place.layer, shape));
    commands.select(place.selectedPosition);
    // Once: while more of the run is awaited, one may go elsewhere.
    if (!this.#isZoomRestored) restoreZoom(place, this.#world);
    this.#isZoomRestored = true;
  }

  #submitOnce({ prompt, chat }: SharedPlace): void {
    if (this.#isPlaceSubmitted) return;
    this.#isPlaceSubmitted = true;
    if (!this.#runs.submit(prompt, chat)) this.#place = undefined;
  }
}

function isRunOf({ prompt, chat }: SharedPlace, { hello, settings }: StoreState): boolean {
  if (hello?.run.prompt !== prompt || hello.run.chat !== chat) return false;
  return JSON.stringify(hello.run.sampling) === JSON.stringify(settings.sampling);
}
