import { bundledPrompt } from '#contract/default-model.ts';
import { isTourRun, tourStops } from '#contract/tour-stop.ts';
import type { StoreState } from '#store/read.ts';
import { promptEndCursor, seekCursor, timelineShape } from '#store/timeline.ts';
import type { InterpreterWorld } from './interpreter-world.ts';
import type { PlaybackControl } from './playback-control.ts';
import type { RunControl } from './run-control.ts';
import { tourScene, visitorView, type VisitorView } from './tour-scene.ts';

const needsRecording = `The tour walks through “${bundledPrompt}”. Another sentence is shown now, and the model is not here to read that one: reload the page to get its recorded run.`;

/**
 * The first minute's tour: sets the scene of the stop that the settings name, and puts the
 * visitor's own view back when there is none any more.
 */
export class TourControl {
  readonly #world: InterpreterWorld;
  readonly #runs: RunControl;
  readonly #playback: PlaybackControl;
  /** Set from the first stop to the end of the tour. */
  #before: VisitorView | undefined;
  /** The stop whose scene stands. */
  #shownStop: number | undefined;
  /** The tour's sentence was submitted and is not shown yet. */
  #isFetching = false;

  constructor(world: InterpreterWorld, runs: RunControl, playback: PlaybackControl) {
    this.#world = world;
    this.#runs = runs;
    this.#playback = playback;
  }

  /** To be called after every change of the store. */
  react(): void {
    const { state } = this.#world.store;
    const { tourStop } = state.settings;
    if (tourStop === null) {
      this.#leave(state);
      return;
    }
    this.#before ??= visitorView(state);
    if (this.#isOver(tourStop, state)) this.#end();
    else if (!isReadToTheEnd(state)) this.#fetchRun(state);
    else if (tourStop !== this.#shownStop) this.#setScene(tourStop, state);
  }

  /** Past the last stop, or the visitor has gone their own way: inside the model, or to another sentence. */
  #isOver(tourStop: number, { zoom, awaitedPrompt, hello }: StoreState): boolean {
    if (tourStop >= tourStops.length) return true;
    const isOwnPrompt = this.#isFetching && awaitedPrompt === bundledPrompt;
    if (awaitedPrompt !== undefined && !isOwnPrompt) return true;
    if (this.#isFetching && !this.#runs.isAwaitingRun && !isTourRun(hello)) return true;
    return this.#shownStop !== undefined && (zoom.level !== 'model' || !isTourRun(hello));
  }

  #end(): void {
    this.#world.commands.changeSettings({ tourStop: null });
  }

  /** Recorded or read live, the tour's sentence may still be on its way; else it is asked for. */
  #fetchRun({ hello, engine }: StoreState): void {
    if (hello === undefined || isTourRun(hello) || this.#isFetching) return;
    if (engine.kind !== 'ready') {
      this.#world.commands.addNotice('warning', needsRecording);
      this.#end();
      return;
    }
    this.#isFetching = true;
    this.#runs.submit(bundledPrompt, false);
  }

  #setScene(tourStop: number, state: StoreState): void {
    this.#shownStop = tourStop;
    this.#isFetching = false;
    const stop = tourStops[tourStop];
    const shape = timelineShape(state);
    if (stop === undefined) return;
    const { settings, selectedPosition, camera } = tourScene(stop, shape.promptTokenCount - 1);
    const { commands } = this.#world;
    this.#playback.pause();
    if (state.zoom.level !== 'model' || state.openLayers.length > 0) {
      commands.zoomTo({ level: 'model' }, []);
    }
    commands.moveCursor(promptEndCursor(shape));
    commands.changeSettings(settings);
    commands.select(selectedPosition);
    this.#world.camera.flyTo(camera);
  }

  #leave(state: StoreState): void {
    const before = this.#before;
    if (!before) return;
    this.#before = undefined;
    this.#shownStop = undefined;
    this.#isFetching = false;
    this.#world.commands.changeSettings(before.settings);
    const isElsewhere = state.zoom.level !== 'model' || state.awaitedPrompt !== undefined;
    if (isElsewhere || !isReadToTheEnd(state)) return;
    this.#restore(before, state);
  }

  #restore(before: VisitorView, state: StoreState): void {
    const { commands, camera } = this.#world;
    const shape = timelineShape(state);
    const isSameRun = before.prompt === state.hello?.run.prompt;
    const end = seekCursor(state.arrivedCount - 1, shape.layerCount - 1, shape);
    this.#playback.pause();
    commands.moveCursor((isSameRun ? before.cursor : undefined) ?? end);
    commands.select(isSameRun ? before.selectedPosition : null);
    if (isSameRun) commands.zoomTo(before.zoom, before.openLayers);
    camera.flyTo(isSameRun && before.zoom.level !== 'model' ? 'exhibit' : 'overview');
  }
}

function isReadToTheEnd({ hello, arrivedCount }: StoreState): boolean {
  return isTourRun(hello) && arrivedCount >= hello.run.promptTokenCount;
}
