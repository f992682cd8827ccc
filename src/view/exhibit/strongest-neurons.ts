import type { NeuronDirection, ReadableStore, StoreState } from '#store/read.ts';
import { directionFormula, directionOf, directionWords } from '#view/direction-words.ts';
import { exactNumber, listWords } from '#view/number-words.ts';
import { siteFormulas } from '#view/site-formulas.ts';
import { vocabularyWords } from '#view/token-words.ts';
import { BoardMemo } from './board-memo.ts';
import type { Board, DirectionWish } from './board.ts';
import { neuronCells } from './neuron-cells.ts';
import type { UnitOrder } from './unit-order.ts';
import { barScale } from './value-scale.ts';
import type { ValueRow } from './value-row.ts';

/** Neurons that are named one by one. */
const strongestNeuronCount = 12;
/** Of these, so many are told with what they write. */
const toldCount = 3;

export function strongestNeurons({ ranking, leftOutCount }: UnitOrder): Uint32Array {
  return ranking.slice(0, Math.min(strongestNeuronCount, ranking.length - leftOutCount));
}

const memo = new BoardMemo<Board>();

/** The most active neurons of a storey, strongest first, named by what they write most towards. */
export function strongestBoard(store: ReadableStore, post: ValueRow, neurons: Uint32Array): Board {
  const { state } = store;
  const { site, layer, position, data } = post;
  const directions = Array.from(neurons, (neuron) => directionOf(state, layer, neuron));
  const inputs = [
    ...[data, post.missing, layer, position, state.vocabulary, state.tokens],
    ...[...neurons, ...directions],
  ];
  return memo.take(store, 'strongest', inputs, () => {
    const values = Float32Array.from(neurons, (neuron) => data?.[neuron] ?? NaN);
    const told = barScale(values);
    const isNamed = directions.some((direction) => direction !== undefined);
    return {
      key: 'strongest',
      group: 'Strongest',
      title: 'Strongest neurons',
      sentence: `The most active neurons here${toldWords(state, neurons, { values, directions })}.`,
      name: `blocks.${String(layer)}.${site}[position ${String(position)}], largest magnitudes`,
      status: 'REAL',
      made: `${siteFormulas[site]}. ${told.words}${isNamed ? ` Tokens are DERIVED: ${directionFormula}.` : ''}`,
      chart: 'bars',
      values,
      rowCount: neurons.length,
      columnCount: 1,
      rowNames: Array.from(neurons, (neuron, place) => {
        const token = directions[place]?.top[0]?.token;
        return token === undefined
          ? String(neuron)
          : `${String(neuron)} ${vocabularyWords(state, token)}`;
      }),
      columnNames: [],
      scale: told.scale,
      hue: { kind: 'feed-forward' },
      ...neuronCells(post, { places: neurons, placeOf: (neuron) => neurons.indexOf(neuron) }, 1),
      missing: post.missing,
    };
  });
}

interface ToldNeurons {
  readonly values: Float32Array;
  readonly directions: readonly (NeuronDirection | undefined)[];
}

function toldWords(
  state: StoreState,
  neurons: Uint32Array,
  { values, directions }: ToldNeurons,
): string {
  const said = Array.from(neurons.subarray(0, toldCount), (neuron, place) => {
    const value = values[place] ?? NaN;
    const direction = directions[place];
    const words = direction ? ` (it ${directionWords(state, direction, value)})` : '';
    return `${String(neuron)} with ${exactNumber(value)}${words}`;
  });
  return said.length > 0 ? ` are ${listWords(said)}` : '';
}

/** Directions of the named neurons that are not here and can still come. */
export function directionWishes(
  { state }: ReadableStore,
  layer: number,
  neurons: Uint32Array,
): readonly DirectionWish[] {
  if (state.refusedDirections.has(layer)) return [];
  const missing = Array.from(neurons).filter(
    (neuron) => directionOf(state, layer, neuron) === undefined,
  );
  return missing.length > 0 ? [{ layer, neurons: missing }] : [];
}

/** Why neurons have but numbers. */
export function directionNotes({ state }: ReadableStore, layer: number): readonly string[] {
  const refusal = state.refusedDirections.get(layer);
  if (refusal === undefined) return [];
  return [`Which tokens these neurons write is not told: ${refusal}`];
}
