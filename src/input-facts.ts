import type { InputFacts } from '#input/input-world.ts';
import type { StoreState } from '#store/read.ts';

/** What input must know of the store, which it does not read itself. */
export function factsOf({ tokens, hello, settings, ...state }: StoreState): InputFacts {
  return {
    ...settings,
    zoom: state.zoom,
    tokenCount: tokens.length,
    layerCount: hello?.model.layerCount ?? 0,
    headCount: hello?.model.headCount ?? 0,
    playing: state.playing,
    cursor: state.cursor,
    selectedPosition: state.selectedPosition,
    otherRun: state.beside && (state.branch === 0 ? 'changed' : 'original'),
  };
}
