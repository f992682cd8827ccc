import type { Board } from './board.ts';

const lineEnd = '\r\n';

/**
 * One board as a table (RFC 4180): the header has the board's true name and the columns' names, each
 * line a row's name and its numbers. What is nothing is left empty.
 */
export function boardCsv(board: Board): string {
  const { rowCount, columnCount, rowNames, columnNames, values, name } = board;
  const nth = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
  const header = [name, ...nth(columnCount).map((column) => columnNames[column] ?? String(column))];
  const lines = nth(rowCount).map((row) => [
    rowNames[row] ?? String(row),
    ...nth(columnCount).map((column) => plainNumber(values[row * columnCount + column] ?? NaN)),
  ]);
  return [header, ...lines].map(lineOf).join('');
}

const longHeader = ['board', 'name', 'status', 'row', 'column', 'row name', 'column name', 'value'];

/**
 * All boards of an exhibit that are here as one table (RFC 4180), a line for each number, so that
 * boards of any shape fit into it. Undefined when none is here.
 */
export function boardsCsv(boards: readonly Board[]): string | undefined {
  const shown = boards.filter(({ missing }) => missing === undefined);
  if (shown.length === 0) return undefined;
  return [longHeader, ...shown.flatMap(linesOf)].map(lineOf).join('');
}

function linesOf(board: Board): readonly (readonly string[])[] {
  const { title, name, status, columnCount, rowNames, columnNames } = board;
  return Array.from(board.values, (value, cell) => {
    const [row, column] = [Math.floor(cell / columnCount), cell % columnCount];
    const place = [String(row), String(column), rowNames[row] ?? '', columnNames[column] ?? ''];
    return [title, name, status, ...place, plainNumber(value)];
  }).filter((line) => line.at(-1) !== '');
}

function lineOf(fields: readonly string[]): string {
  return fields.map(fieldOf).join(',') + lineEnd;
}

function fieldOf(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The shortest decimal that is exactly this float32, as programs read it; empty for NaN. */
export function plainNumber(value: number): string {
  if (Number.isNaN(value)) return '';
  for (let digits = 1; digits < 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === Math.fround(value)) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}
