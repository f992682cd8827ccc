import { boardLight } from '#view/exhibit/board.ts';
import type { Board } from '#view/exhibit/board.ts';
import { cellBytes } from './gpu/cell-texture.ts';

const nothing = 255;
/** A value's own light at most, so that it is never taken for nothing. */
const brightest = 254;

/**
 * In which order a board's cells are averaged for pixels that hold several: each further level
 * halves the columns or the rows or both, until their cells are about square; bars are averaged
 * along their row only, or along their column when they lie.
 *
 * `first`: how many levels halve the columns alone (positive) or the rows alone (negative).
 */
export interface CellLevels {
  readonly first: number;
  readonly count: number;
}

/** More halvings than any board has. */
const never = 64;

export function cellLevels(
  board: Pick<Board, 'chart' | 'rowCount' | 'columnCount'>,
  cell: { readonly width: number; readonly height: number },
): CellLevels {
  const { chart, rowCount, columnCount } = board;
  const lies = cell.width > cell.height;
  const first =
    chart === 'bars'
      ? lies
        ? -never
        : never
      : Math.round(Math.log2(cell.height / Math.max(1e-9, cell.width)));
  let count = 1;
  while (count < 12 && !isOne(levelSize(rowCount, columnCount, first, count - 1), first))
    count += 1;
  return { first, count };
}

function isOne(size: { readonly rows: number; readonly columns: number }, first: number): boolean {
  if (first >= never) return size.columns <= 1;
  if (first <= -never) return size.rows <= 1;
  return size.rows <= 1 && size.columns <= 1;
}

/** Rows and columns of a level; level 0 is the board's own. */
export function levelSize(
  rowCount: number,
  columnCount: number,
  first: number,
  level: number,
): { readonly rows: number; readonly columns: number } {
  const acrossHalvings = first >= 0 ? level : Math.max(0, level + first);
  const downHalvings = first >= 0 ? Math.max(0, level - first) : level;
  return {
    rows: Math.ceil(rowCount / 2 ** downHalvings),
    columns: Math.ceil(columnCount / 2 ** acrossHalvings),
  };
}

/** Cells of all levels together. */
export function cellsOfLevels(rowCount: number, columnCount: number, levels: CellLevels): number {
  let count = 0;
  for (let level = 0; level < levels.count; level += 1) {
    const { rows, columns } = levelSize(rowCount, columnCount, levels.first, level);
    count += rows * columns;
  }
  return count;
}

/** Writes a board's cells and their means, level after level, row by row. Returns the cell after the last. */
export function writeCells(
  bytesArray: Uint8Array,
  firstCell: number,
  board: Board,
  levels: CellLevels,
): number {
  const { rowCount, columnCount, values, scale } = board;
  for (let cell = 0; cell < rowCount * columnCount; cell += 1) {
    const value = values[cell] ?? NaN;
    const light = Math.round(brightest * boardLight(scale, value));
    const isNothing = Number.isNaN(value);
    const at = (firstCell + cell) * cellBytes;
    bytesArray[at] = isNothing ? nothing : value > 0 ? light : 0;
    bytesArray[at + 1] = isNothing ? nothing : value < 0 ? light : 0;
  }
  let from = firstCell;
  let size = { rows: rowCount, columns: columnCount };
  for (let level = 1; level < levels.count; level += 1) {
    const next = levelSize(rowCount, columnCount, levels.first, level);
    halve(bytesArray, from, size, next);
    from += size.rows * size.columns;
    size = next;
  }
  return from + size.rows * size.columns;
}

interface LevelSize {
  readonly rows: number;
  readonly columns: number;
}

/** Means of what is there; a cell beyond the edge does not count, nothing counts as dark. */
function halve(bytesArray: Uint8Array, first: number, size: LevelSize, next: LevelSize): void {
  const down = next.rows < size.rows ? 2 : 1;
  const across = next.columns < size.columns ? 2 : 1;
  let out = (first + size.rows * size.columns) * cellBytes;
  for (let row = 0; row < next.rows; row += 1) {
    for (let column = 0; column < next.columns; column += 1) {
      let positive = 0;
      let negative = 0;
      let count = 0;
      for (let r = row * down; r < Math.min(size.rows, (row + 1) * down); r += 1) {
        for (let c = column * across; c < Math.min(size.columns, (column + 1) * across); c += 1) {
          const at = (first + r * size.columns + c) * cellBytes;
          const a = bytesArray[at] ?? 0;
          const b = bytesArray[at + 1] ?? 0;
          count += 1;
          if (a === nothing && b === nothing) continue;
          positive += a;
          negative += b;
        }
      }
      bytesArray[out] = Math.round(positive / Math.max(1, count));
      bytesArray[out + 1] = Math.round(negative / Math.max(1, count));
      out += cellBytes;
    }
  }
}
