import { directionKey, type NeuronDirection, type StoreState } from '#store/read.ts';
import { listWords } from './number-words.ts';
import { vocabularyWords } from './token-words.ts';

/** How a neuron's tokens are found (SPEC.md, DIR2). */
export const directionFormula =
  'W_U (g ⊙ the neuron’s column of W_out), less the mean over the vocabulary; g is the gain of the final norm';

/** Tokens named of each side. */
const namedCount = 3;

export function directionOf(
  { directions }: StoreState,
  layer: number,
  neuron: number,
): NeuronDirection | undefined {
  return directions.get(directionKey(layer, neuron));
}

/**
 * "writes towards “␣Paris”, “␣Lyon” and “␣Nice”, away from “a”, “b” and “c”"; a negative activation
 * pushes the other way.
 */
export function directionWords(
  state: StoreState,
  { top, bottom }: NeuronDirection,
  activation: number | undefined,
): string {
  const said = (side: NeuronDirection['top']): string =>
    listWords(side.slice(0, namedCount).map(({ token }) => vocabularyWords(state, token)));
  const isReversed = activation !== undefined && activation < 0;
  return `writes towards ${said(top)}, away from ${said(bottom)}${isReversed ? '; negative as it is here, it pushes the other way' : ''}`;
}
