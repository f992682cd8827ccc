import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { Target } from '#contract/intent.ts';
import type { ReadableStore } from '#store/read.ts';
import { shortNumber } from '#view/number-words.ts';
import { tokenWords } from '#view/token-words.ts';
import { tokenCells } from './board-cells.ts';
import { BoardMemo } from './board-memo.ts';
import type { Board } from './board.ts';
import { isComputed, shownCount, tokenNames } from './shown-tokens.ts';

/** A bar for each shown token of a layer: one number of its overview. */
export interface TokenBars extends Pick<
  Board,
  'key' | 'group' | 'title' | 'name' | 'status' | 'made' | 'scale' | 'hue'
> {
  /** What the bars are, in a sentence. */
  readonly plain: string;
  readonly valueOf: (overview: DecodedOverview) => number;
  readonly targetOf: (position: number) => Target;
  /** The finding: what is said of the tokens with the largest and the smallest value. */
  readonly findingOf: (most: string, least: string) => string;
}

const memo = new BoardMemo<Board>();

export function tokenBars(store: ReadableStore, layer: number, bars: TokenBars): Board {
  const { state } = store;
  const { overviews, tokens } = state;
  const count = shownCount(state, layer);
  return memo.take(store, bars.key, [layer, count, overviews, tokens], () => {
    const values = Float32Array.from({ length: count }, (_, position) => {
      const overview = overviews[position];
      return overview && isComputed(state, layer, position) ? bars.valueOf(overview) : NaN;
    });
    const { plain, valueOf: _, targetOf, findingOf, ...facts } = bars;
    const [most, least] = [extreme(values, 1), extreme(values, -1)];
    const said = (position: number): string =>
      `${tokenWords(state, position)} (${shortNumber(values[position] ?? NaN)})`;
    const finding = most < 0 || most === least ? '' : ` ${findingOf(said(most), said(least))}`;
    return {
      ...facts,
      sentence: plain + finding,
      chart: 'bars',
      values,
      rowCount: count,
      columnCount: 1,
      rowNames: tokenNames(state, count),
      columnNames: [],
      ...tokenCells(count, targetOf),
      missing: most < 0 ? 'These numbers never came.' : undefined,
    };
  });
}

/** Place of the largest (sign 1) or smallest (−1) number, the first of equal ones; −1 when all are NaN. */
function extreme(values: Float32Array, sign: 1 | -1): number {
  let found = -1;
  for (const [place, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    if (found < 0 || sign * value > sign * (values[found] ?? NaN)) found = place;
  }
  return found;
}
