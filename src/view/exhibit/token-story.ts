import type { Hello } from '#contract/control-message.ts';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { Target } from '#contract/intent.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { litLayerAt } from '#view/focus-position.ts';
import { tokenWords } from '#view/token-words.ts';
import type { Board } from './board.ts';

/** One token on its way up: what its boards are made from. */
export interface TokenStory {
  readonly store: ReadableStore;
  readonly state: StoreState;
  readonly hello: Hello;
  readonly position: number;
  readonly layerCount: number;
  readonly headCount: number;
  /** Quoted. */
  readonly words: string;
  /** Undefined when it has not come or never will. */
  readonly overview: DecodedOverview | undefined;
  /** Layers whose numbers are told, rising: reached by the replay, and computed. */
  readonly layers: readonly number[];
  /** Why nothing is told; undefined while anything is. */
  readonly missing: string | undefined;
}

/** @returns nothing when the run has no such token. */
export function tokenStory(position: number, store: ReadableStore): TokenStory | undefined {
  const { state } = store;
  const { hello } = state;
  if (!hello || !state.tokens[position]) return undefined;
  const { layerCount, headCount } = hello.model;
  const overview = state.overviews[position];
  const lit = litLayerAt(state, position);
  const layers = Array.from({ length: lit + 1 }, (_, layer) => layer).filter(
    (layer) => overview && isComputed(overview, layer),
  );
  return {
    store,
    state,
    hello,
    position,
    layerCount,
    headCount,
    words: tokenWords(state, position),
    overview,
    layers,
    missing: missingWords(state, position, lit),
  };
}

/** [OV6] A LayerNorm scale of 0 says that the layer did not run. */
function isComputed({ lnScale }: DecodedOverview, layer: number): boolean {
  return (lnScale[2 * layer] ?? 0) > 0;
}

function missingWords(state: StoreState, position: number, lit: number): string | undefined {
  if (!state.overviews[position]) {
    return position < state.arrivedCount
      ? 'The numbers of this token were not received.'
      : 'The numbers of this token are on their way.';
  }
  return lit < 0 ? 'The replay has not reached this token yet.' : undefined;
}

/** A chart with one row a layer, in the model's words. */
export interface TowerChart extends Pick<
  Board,
  'key' | 'title' | 'sentence' | 'name' | 'status' | 'made' | 'chart' | 'scale' | 'hue'
> {
  /** One column where it is left out. */
  readonly columnCount?: number;
  readonly columnNames?: readonly string[];
  /** Why there is nothing although the token has its numbers. */
  readonly missing?: string | undefined;
  /** Asked for layers that are told alone; NaN where there is nothing. */
  readonly valueAt: (layer: number, column: number) => number;
  readonly targetAt: (layer: number, column: number) => Target | undefined;
  /** Which column of its layer's row shows a target; −1 for none. */
  readonly columnOf: (target: Target) => number;
}

/** A board that stands beside the tower: row 0 on top is the last layer, as its floors are. */
export function towerBoard(story: TokenStory, chart: TowerChart): Board {
  const { layerCount, layers } = story;
  const { columnCount = 1, columnNames = [], valueAt, targetAt, columnOf, ...said } = chart;
  const missing = story.missing ?? chart.missing;
  const values = new Float32Array(layerCount * columnCount).fill(NaN);
  const rowOf = (layer: number): number => layerCount - 1 - layer;
  for (const layer of missing === undefined ? layers : []) {
    for (let column = 0; column < columnCount; column += 1) {
      values[rowOf(layer) * columnCount + column] = valueAt(layer, column);
    }
  }
  return {
    ...said,
    group: 'tower',
    values,
    rowCount: layerCount,
    columnCount,
    rowNames: Array.from({ length: layerCount }, (_, row) => String(rowOf(row))),
    columnNames,
    missing,
    targetAt: (row, column) => {
      const isThere = !Number.isNaN(values[row * columnCount + column] ?? NaN);
      return isThere ? targetAt(rowOf(row), column) : undefined;
    },
    cellOf: (target) => {
      const column = 'layer' in target ? columnOf(target) : -1;
      if (column < 0 || column >= columnCount || !('layer' in target)) return -1;
      const cell = rowOf(target.layer) * columnCount + column;
      return Number.isNaN(values[cell] ?? NaN) ? -1 : cell;
    },
  };
}
