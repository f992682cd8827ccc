import type { Settings, StoreState } from '#store/read.ts';

/** The app's state as plain data. */
export interface CitySummary
  extends
    Pick<
      StoreState,
      | 'runSource'
      | 'arrivedCount'
      | 'cursor'
      | 'selectedPosition'
      | 'awaitedPrompt'
      | 'branch'
      | 'changes'
      | 'canUndoChange'
      | 'canRedoChange'
      | 'spared'
    >,
    Pick<
      Settings,
      | 'isolatedHead'
      | 'isolatedLayer'
      | 'beamThreshold'
      | 'sinkBeams'
      | 'helpOpen'
      | 'light'
      | 'cutLayer'
    > {
  readonly engine: StoreState['engine']['kind'];
  /** Of the run shown: each run has another one. */
  readonly request: number | undefined;
  readonly prompt: string | undefined;
  readonly promptTokenCount: number | undefined;
  readonly texts: readonly string[];
  /** Of the run kept beside the one shown. */
  readonly besideTexts: readonly string[] | undefined;
  /** How far each position has moved is here. */
  readonly differenceCount: number;
  readonly tokenIds: readonly number[];
  readonly playback: StoreState['playback']['kind'];
  readonly notices: readonly string[];
  readonly rejectedCount: number;
}

/** Runs in the page. */
export function summarise(): CitySummary {
  const { state } = window.neuralCity.store;
  const { runSource, arrivedCount, cursor, selectedPosition, awaitedPrompt, settings } = state;
  const { branch, changes, canUndoChange, canRedoChange, spared } = state;
  const { isolatedHead, isolatedLayer, beamThreshold, sinkBeams, helpOpen } = settings;
  const { light, cutLayer } = settings;
  return {
    ...{ runSource, arrivedCount, cursor, selectedPosition, awaitedPrompt },
    ...{ branch, changes, canUndoChange, canRedoChange, spared },
    ...{ isolatedHead, isolatedLayer, beamThreshold, sinkBeams, helpOpen, light, cutLayer },
    besideTexts: state.beside?.tokens.map(({ text }) => text),
    differenceCount: state.differences.filter((each) => each !== undefined).length,
    engine: state.engine.kind,
    request: state.hello?.request,
    prompt: state.hello?.run.prompt,
    promptTokenCount: state.hello?.run.promptTokenCount,
    texts: state.tokens.map(({ text }) => text),
    tokenIds: state.tokens.map(({ id }) => id),
    playback: state.playback.kind,
    notices: state.notices.map(({ text }) => text),
    rejectedCount: state.rejectedCount,
  };
}
