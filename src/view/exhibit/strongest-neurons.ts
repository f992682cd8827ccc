import type { ReadableStore } from '#store/read.ts';
import { exactNumber, listWords } from '#view/number-words.ts';
import { siteFormulas } from '#view/site-formulas.ts';
import { BoardMemo } from './board-memo.ts';
import type { Board } from './board.ts';
import { neuronCells } from './neuron-cells.ts';
import type { UnitOrder } from './unit-order.ts';
import { valueScale } from './value-scale.ts';
import type { ValueRow } from './value-row.ts';

/** Neurons that are named one by one. */
const strongestNeuronCount = 12;

export function strongestNeurons({ ranking, leftOutCount }: UnitOrder): Uint32Array {
  return ranking.slice(0, Math.min(strongestNeuronCount, ranking.length - leftOutCount));
}

const memo = new BoardMemo<Board>();

/** The most active neurons of a storey, strongest first. */
export function strongestBoard(store: ReadableStore, post: ValueRow, neurons: Uint32Array): Board {
  const { state } = store;
  const { site, layer, position, data } = post;
  const inputs = [data, post.missing, state.settings.commonScale, state.hello, layer, position];
  return memo.take(store, 'strongest', inputs, () => {
    const values = Float32Array.from(neurons, (neuron) => data?.[neuron] ?? NaN);
    const told = valueScale(state, site, layer, values);
    const said = Array.from(
      neurons.subarray(0, 3),
      (neuron) => `${String(neuron)} (${exactNumber(data?.[neuron] ?? NaN)})`,
    );
    return {
      key: 'strongest',
      group: 'Strongest',
      title: 'Strongest neurons',
      sentence: `The most active neurons here${said.length > 0 ? ` are ${listWords(said)}, then those below` : ''}.`,
      name: `blocks.${String(layer)}.${site}[position ${String(position)}], largest magnitudes`,
      status: 'REAL',
      made: `${siteFormulas[site]}. ${told.words}`,
      chart: 'bars',
      values,
      rowCount: neurons.length,
      columnCount: 1,
      rowNames: Array.from(neurons, String),
      columnNames: [],
      scale: told.scale,
      hue: { kind: 'feed-forward' },
      ...neuronCells(post, { places: neurons, placeOf: (neuron) => neurons.indexOf(neuron) }, 1),
      missing: post.missing,
    };
  });
}
