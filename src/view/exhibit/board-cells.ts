import type { LayerSite } from '#contract/hook-site.ts';
import type { Target } from '#contract/intent.ts';
import { isSameTarget } from '#contract/same-target.ts';
import type { Board } from './board.ts';

/** Which cell is which thing, and back. */
export type BoardCells = Pick<Board, 'targetAt' | 'cellOf'>;

/** Rows that are positions 0 … count − 1, each one thing: what `targetOf` says. */
export function tokenCells(count: number, targetOf: (position: number) => Target): BoardCells {
  return {
    targetAt: (row) => (row >= 0 && row < count ? targetOf(row) : undefined),
    cellOf: (target) => {
      const position = 'position' in target ? target.position : -1;
      return position >= 0 && position < count && isSameTarget(targetOf(position), target)
        ? position
        : -1;
    },
  };
}

/** Cells that are a position's row at a site, one value after another. */
export function rowCells(
  row: { readonly site: LayerSite; readonly layer: number; readonly position: number },
  { columnCount, count }: { readonly columnCount: number; readonly count: number },
): BoardCells {
  const { site, layer, position } = row;
  return {
    targetAt: (line, column) => {
      const index = line * columnCount + column;
      if (line < 0 || column < 0 || column >= columnCount || index >= count) return undefined;
      return { kind: 'value', site, layer, position, index };
    },
    cellOf: (target) =>
      target.kind === 'value' &&
      target.index < count &&
      isSameTarget(target, { kind: 'value', ...{ site, layer, position }, index: target.index })
        ? target.index
        : -1,
  };
}
