import type { LayerSite } from '#contract/hook-site.ts';
import type { ReadableStore } from '#store/read.ts';
import { BoardMemo } from './board-memo.ts';
import type { Board } from './board.ts';
import { lineLength, type ComponentPlace, type HallBoards } from './component-attention.ts';
import { neuronCells, neuronWords } from './neuron-cells.ts';
import { rowBoard, spanNames } from './row-board.ts';
import {
  directionNotes,
  directionWishes,
  strongestBoard,
  strongestNeurons,
} from './strongest-neurons.ts';
import { leftOutNote, unitOrder, type UnitOrder } from './unit-order.ts';
import { barScale, valueScale } from './value-scale.ts';
import { valueRow, type ValueRow } from './value-row.ts';
import { siteFormulas } from '#view/site-formulas.ts';

/** Up to so many bars stand one below the other, each with its neuron's number. */
const namedBarCount = 48;

const parts = [
  {
    key: 'pre',
    site: 'mlp.hook_pre',
    title: 'Gate',
    plain: 'What opens or closes each neuron.',
  },
  {
    key: 'linear',
    site: 'mlp.hook_pre_linear',
    title: 'Up',
    plain: 'What each neuron lets through where its gate is open.',
  },
  {
    key: 'post',
    site: 'mlp.hook_post',
    title: 'Product',
    plain: 'How active each neuron is: its gate, made smooth, times what it lets through.',
  },
] as const;

interface NeuronPart {
  readonly key: string;
  readonly site: LayerSite;
  readonly title: string;
  readonly plain: string;
}

/** One token's feed-forward storey: gate, up and product of all neurons, the strongest, what is added. */
export function feedForwardHall(place: ComponentPlace, store: ReadableStore): HallBoards {
  const { layer, position } = place;
  const { width = 0 } = store.state.hello?.model ?? {};
  const post = valueRow(store, 'mlp.hook_post', layer, position);
  const out = valueRow(store, 'hook_mlp_out', layer, position);
  const order = unitOrder(store, post);
  const strongest = strongestNeurons(order);
  const rows = parts.map(({ site }) =>
    site === 'mlp.hook_post' ? post : valueRow(store, site, layer, position),
  );
  return {
    rows: [post, out, ...rows.filter((row) => row !== post)],
    notes: [...leftOutNote(order), ...directionNotes(store, layer)],
    directionWishes: directionWishes(store, layer, strongest),
    boards: [
      strongestBoard(store, post, strongest),
      ...parts.map((part, nth) => neuronBoard(store, rows[nth] ?? post, part, order)),
      rowBoard(store, {
        key: 'out',
        group: 'Result',
        title: 'What feed-forward adds',
        plain: 'The vector that all neurons together add to the residual stream.',
        chart: 'bars',
        hue: { kind: 'feed-forward' },
        columnCount: lineLength,
        rowNames: spanNames(width, lineLength),
        row: out,
      }),
    ],
  };
}

const memo = new BoardMemo<Board>();

/** All neurons at one of their three sites, in the order asked for. */
function neuronBoard(
  store: ReadableStore,
  row: ValueRow,
  part: NeuronPart,
  order: UnitOrder,
): Board {
  const { state } = store;
  const { settings, hello } = state;
  const inputs = [
    row.data,
    row.missing,
    order,
    settings.commonScale,
    hello,
    row.layer,
    row.position,
  ];
  return memo.take(store, part.key, inputs, () => {
    const { site, layer, position, data } = row;
    const { places, isSorted } = order;
    const isNamed = isSorted && places.length <= namedBarCount;
    const columnCount = isNamed ? 1 : lineLength;
    const rowCount = Math.ceil(places.length / columnCount);
    const values = new Float32Array(rowCount * columnCount).fill(NaN);
    for (const [place, neuron] of places.entries()) values[place] = data?.[neuron] ?? NaN;
    const told = isSorted ? barScale(values) : valueScale(state, site, layer, data ?? values);
    return {
      key: part.key,
      group: 'Neurons',
      title: part.title,
      sentence: part.plain + neuronWords(row),
      name: `blocks.${String(layer)}.${site}[position ${String(position)}]`,
      status: 'REAL',
      made: `${siteFormulas[site]}. ${told.words}`,
      chart: isSorted ? 'bars' : 'heat',
      values,
      rowCount,
      columnCount,
      rowNames: isNamed ? Array.from(places, String) : spanNames(places.length, columnCount),
      columnNames: [],
      scale: told.scale,
      hue: { kind: 'feed-forward' },
      ...neuronCells(
        row,
        { places, placeOf: (neuron) => order.placeOf[neuron] ?? -1 },
        columnCount,
      ),
      missing: row.missing,
    };
  });
}
