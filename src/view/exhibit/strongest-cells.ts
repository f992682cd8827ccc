import type { Target } from '#contract/intent.ts';
import type { StoreState } from '#store/read.ts';
import { valueUnit } from '#view/hover-value.ts';
import { exactNumber, roughNumber, shortNumber } from '#view/number-words.ts';
import { tokenWords } from '#view/token-words.ts';
import type { Board } from './board.ts';

/** One of a board's cells in words. */
export interface CellWords {
  /** Which one it is: "neuron 100", "“␣is” reads “␣France”". */
  readonly name: string;
  /** As exact as it is known: all digits of a number of this run, three of a derived one, "≈" from codes. */
  readonly value: string;
  readonly target: Target | undefined;
}

/** A board's cells of largest magnitude, strongest first; what is nothing, infinite or 0 is none. */
export function strongestCells(
  board: Board,
  state: StoreState,
  count: number,
): readonly CellWords[] {
  const { values, columnCount, targetAt } = board;
  return strongestIndices(values, count).map((cell) => {
    const [row, column] = [Math.floor(cell / columnCount), cell % columnCount];
    const target = targetAt(row, column);
    return {
      name: cellName(board, { row, column, target }, state),
      value: valueWords(board, values[cell] ?? NaN),
      target,
    };
  });
}

function strongestIndices(values: Float32Array, count: number): readonly number[] {
  const found: number[] = [];
  const sizeOf = (cell: number | undefined): number =>
    cell === undefined ? 0 : Math.abs(values[cell] ?? 0);
  for (let cell = 0; cell < values.length; cell += 1) {
    const size = sizeOf(cell);
    if (!(size > 0 && size < Infinity)) continue;
    if (found.length === count && size <= sizeOf(found.at(-1))) continue;
    const place = found.findIndex((other) => sizeOf(other) < size);
    found.splice(place < 0 ? found.length : place, 0, cell);
    if (found.length > count) found.pop();
  }
  return found;
}

function valueWords({ status, made }: Board, value: number): string {
  if (status === 'REAL') return exactNumber(value);
  return /\bcodes\b/.test(made) ? roughNumber(value) : shortNumber(value);
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly target: Target | undefined;
}

function cellName(board: Board, { row, column, target }: Cell, state: StoreState): string {
  if (board.status === 'REAL' && target?.kind === 'value') {
    return `${valueUnit(target, state)} at ${tokenWords(state, target.position)}`;
  }
  if (board.status === 'REAL' && target?.kind === 'beam') {
    const { head, query, key } = target;
    return `head ${String(head)}: ${tokenWords(state, query)} reads ${tokenWords(state, key)}`;
  }
  const names = [
    board.rowNames[row] ?? `row ${String(row)}`,
    board.columnNames[column] ?? (board.columnCount > 1 ? `column ${String(column)}` : ''),
  ];
  return names.filter((name) => name !== '').join(' · ');
}
