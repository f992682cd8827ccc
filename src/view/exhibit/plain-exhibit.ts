import type { StoreState } from '#store/read.ts';
import { litLayerAt } from '#view/focus-position.ts';
import { countWords } from '#view/number-words.ts';
import { tokenWords } from '#view/token-words.ts';
import type { Exhibit } from './board.ts';
import { isComputed, shownCount } from './shown-tokens.ts';

/** An exhibit that has nothing to show and says why. */
export function plainExhibit(place: Exhibit['place'], title: string, sentence: string): Exhibit {
  return { place, title, sentence, notes: [], boards: [], wishes: [] };
}

/** Why nothing of a layer can be shown, or undefined when something can. */
export function layerAbsence(state: StoreState, layer: number): string | undefined {
  const layerCount = state.hello?.model.layerCount ?? 0;
  if (layer >= layerCount) {
    return `This model has ${countWords(layerCount, 'layer')}, counted from 0: there is no layer ${String(layer)}.`;
  }
  const count = shownCount(state, layer);
  if (count === 0) return `The replay has not reached layer ${String(layer)} yet.`;
  const computed = Array.from({ length: count }, (_, position) => position).some((position) =>
    isComputed(state, layer, position),
  );
  return computed ? undefined : uncomputedWords(layer);
}

/** Why nothing of a layer can be shown at one token, or undefined when something can. */
export function positionAbsence(
  state: StoreState,
  layer: number,
  position: number,
): string | undefined {
  if (state.tokens[position] === undefined) {
    return `This run has no token ${String(position)}: it has ${countWords(state.tokens.length, 'token')}, counted from 0.`;
  }
  if (layer < (state.hello?.model.layerCount ?? 0) && litLayerAt(state, position) < layer) {
    return `The replay has not reached layer ${String(layer)} of ${tokenWords(state, position)} yet.`;
  }
  return (
    layerAbsence(state, layer) ??
    (isComputed(state, layer, position) ? undefined : uncomputedWords(layer))
  );
}

function uncomputedWords(layer: number): string {
  return `Layer ${String(layer)} was not computed: the model was stopped below it.`;
}
