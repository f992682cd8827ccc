import { rowShape } from '#contract/hook-site.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { valueUnit } from '#view/hover-value.ts';
import { exactNumber } from '#view/number-words.ts';
import { siteFormulas } from '#view/site-formulas.ts';
import { rowCells, type BoardCells } from './board-cells.ts';
import { BoardMemo } from './board-memo.ts';
import type { Board, BoardHue } from './board.ts';
import { barScale, valueScale } from './value-scale.ts';
import { strongestIndex, type ValueRow } from './value-row.ts';

/** A board of one position's whole row at a site. */
export interface RowBoard extends Pick<Board, 'key' | 'group' | 'title'> {
  readonly row: ValueRow;
  readonly hue: BoardHue;
  readonly chart: 'heat' | 'bars';
  /** What it is, in a sentence. */
  readonly plain: string;
  readonly columnCount: number;
  readonly rowNames: readonly string[];
  readonly columnNames?: readonly string[];
  /** A share of one instead of a size. */
  readonly isShare?: boolean;
  /** Beams instead of values. */
  readonly cells?: BoardCells;
}

const memo = new BoardMemo<Board>();

/** Cells in the row's own order, line after line; masked scores are no cells. */
export function rowBoard(store: ReadableStore, plan: RowBoard): Board {
  const { state } = store;
  const { row, columnCount } = plan;
  const inputs = [
    ...[row.site, row.layer, row.position, row.data, row.missing],
    ...[columnCount, state.tokens, state.hello, state.settings.commonScale],
  ];
  return memo.take(store, plan.key, inputs, () => makeBoard(state, plan));
}

function makeBoard(state: StoreState, plan: RowBoard): Board {
  const { key, group, title, chart, hue, row, columnCount, rowNames } = plan;
  const { site, layer, position } = row;
  const shape = state.hello ? rowShape(site, state.hello.model, position + 1) : [0];
  const count = shape.reduce((all, size) => all * size, 1);
  const rowCount = Math.ceil(count / columnCount);
  const values = new Float32Array(rowCount * columnCount).fill(NaN);
  for (const [index, value] of row.data?.entries() ?? []) {
    if (Number.isFinite(value)) values[index] = value;
  }
  const told = chart === 'bars' ? barScale(values) : valueScale(state, site, layer, values);
  const isShare = plan.isShare === true;
  return {
    ...{ key, group, title, chart, hue, values, rowCount, columnCount, rowNames },
    columnNames: plan.columnNames ?? [],
    sentence: plan.plain + strongestWords(state, row, values),
    name: `blocks.${String(layer)}.${site}[position ${String(position)}]`,
    status: 'REAL',
    made: `${siteFormulas[site]}. ${isShare ? 'Light is the square root of the weight.' : told.words}`,
    scale: isShare ? { kind: 'share' } : told.scale,
    ...(plan.cells ?? rowCells({ site, layer, position }, { columnCount, count })),
    missing: row.missing,
  };
}

function strongestWords(
  state: StoreState,
  { site, position }: ValueRow,
  values: Float32Array,
): string {
  const index = strongestIndex(values);
  if (index < 0) return '';
  const unit = valueUnit({ site, position, index }, state);
  return ` The strongest is ${unit}: ${exactNumber(values[index] ?? NaN)}.`;
}

/** Names of lines of so many values each: "0–63", "64–127", …, as far as there are values. */
export function spanNames(count: number, columnCount: number): readonly string[] {
  return Array.from({ length: Math.ceil(count / columnCount) }, (_, line) => {
    const last = Math.min(count, (line + 1) * columnCount) - 1;
    return `${String(line * columnCount)}–${String(last)}`;
  });
}
