import { expect, test } from 'vitest';
import { fakeMadeBoard } from '#tests/fakes/fake-plaza.ts';
import { cellLevels, cellsOfLevels, levelSize, writeCells } from './exhibit-values.ts';

test('a cell’s light is its value’s magnitude, on the side of its sign; nothing is neither', () => {
  const values = [0.5, -1, NaN, 0];
  const board = fakeMadeBoard(
    { key: 'a', rowCount: 1, columnCount: 4 },
    (_, column) => values[column] ?? 0,
  );
  const bytesArray = new Uint8Array(64);
  writeCells(bytesArray, 2, board, { first: 0, count: 1 });
  expect([...bytesArray.subarray(4, 12)]).toEqual([127, 0, 0, 254, 255, 255, 0, 0]);
});

test('each level is the mean of the one below, halved where cells are narrow until they are square', () => {
  const board = fakeMadeBoard({ key: 'a', rowCount: 3, columnCount: 8 }, (row, column) =>
    row === 2 && column > 5 ? NaN : (column % 2 ? -1 : 1) * (row + 1) * 0.25,
  );
  const levels = cellLevels(board, { width: 1, height: 4 });
  expect(levels.first).toBe(2);
  expect(levelSize(3, 8, 2, 2)).toEqual({ rows: 3, columns: 2 });
  expect(levelSize(3, 8, 2, 3)).toEqual({ rows: 2, columns: 1 });
  const bytesArray = new Uint8Array(2 * cellsOfLevels(3, 8, levels));
  expect(writeCells(bytesArray, 0, board, levels)).toBe(bytesArray.length / 2);
  const first = 24;
  const magnitude = (cell: number): number =>
    (bytesArray[2 * cell] ?? 0) + (bytesArray[2 * cell + 1] ?? 0);
  // Row 1 has ±0.5 throughout: its means keep the magnitude although the signs cancel.
  for (let column = 0; column < 4; column += 1) {
    expect(magnitude(first + 4 + column)).toBeCloseTo(127, -0.5);
  }
  // The last pair of row 2 is nothing: dark.
  expect(magnitude(first + 8 + 3)).toBe(0);
  expect(magnitude(first + 8 + 2)).toBeCloseTo(190.5, -0.5);
});

test('bars are averaged along their row only, and along their column when they lie', () => {
  const part = { chart: 'bars', rowCount: 5, columnCount: 9 } as const;
  const standing = cellLevels(part, { width: 1, height: 6 });
  const lying = cellLevels(part, { width: 6, height: 1 });
  for (let level = 0; level < 5; level += 1) {
    expect(levelSize(5, 9, standing.first, level).rows).toBe(5);
    expect(levelSize(5, 9, lying.first, level).columns).toBe(9);
  }
  expect(levelSize(5, 9, standing.first, standing.count - 1).columns).toBe(1);
  expect(levelSize(5, 9, lying.first, lying.count - 1).rows).toBe(1);
});
