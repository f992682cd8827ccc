import { expect, test } from 'vitest';
import { exhibitGrid } from './exhibit-grid.ts';
import { cellAt, cellRect } from './exhibit-plan.ts';
import type { ExhibitBoard, ExhibitPlan, ExhibitRect, PlacedBoard } from './exhibit-plan.ts';
import { exhibitTower } from './exhibit-tower.ts';

const rooms = [
  { width: 12, height: 4.6, pixelWidth: 1500, pixelHeight: 560, hasTitle: true },
  { width: 11, height: 5, pixelWidth: 1200, pixelHeight: 446, hasTitle: true },
  { width: 6, height: 9, pixelWidth: 366, pixelHeight: 523, hasTitle: true },
] as const;

function board(key: string, part: Partial<ExhibitBoard>): ExhibitBoard {
  const names = Array.from({ length: part.rowCount ?? 0 }, (_, row) => `␣word${String(row)}`);
  return {
    key,
    group: key,
    title: `What ${key} is`,
    chart: 'heat',
    rowCount: 0,
    columnCount: 0,
    rowNames: names,
    columnNames: names,
    ...part,
  };
}

/** What a layer's exhibit consists of, for so many tokens. */
function plaza(tokenCount: number): readonly ExhibitBoard[] {
  const square = { rowCount: tokenCount, columnCount: tokenCount, group: 'heads' };
  const bars = { chart: 'bars', rowCount: tokenCount, columnCount: 1, group: 'added' } as const;
  return [
    ...Array.from({ length: 9 }, (_, head) => board(`head ${String(head)}`, square)),
    board('stream', { rowCount: tokenCount, columnCount: 64 }),
    board('attention', bars),
    board('feed-forward', bars),
    board('row', { chart: 'bars', rowCount: 1, columnCount: 1536 }),
    board('absent', {}),
  ];
}

function overlap(a: ExhibitRect, b: ExhibitRect): boolean {
  return (
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1e-9 &&
    Math.min(a.top, b.top) - Math.max(a.bottom, b.bottom) > 1e-9
  );
}

function titleRect({ title }: PlacedBoard): ExhibitRect {
  const half = title.em / 2;
  const { right: left, up } = title;
  return { left, right: left + title.widest, bottom: up - half, top: up + half };
}

function expectTidy({ boards, width, height }: ExhibitPlan): void {
  for (const [nth, one] of boards.entries()) {
    const { plate, cells } = one;
    expect(cells.right, one.key).toBeGreaterThan(cells.left);
    expect(cells.top, one.key).toBeGreaterThan(cells.bottom);
    for (const [outer, inner] of [
      [{ left: 0, right: width, bottom: 0, top: height }, plate],
      [plate, cells],
    ] as const) {
      expect(inner.left).toBeGreaterThanOrEqual(outer.left - 1e-9);
      expect(inner.right).toBeLessThanOrEqual(outer.right + 1e-9);
      expect(inner.bottom).toBeGreaterThanOrEqual(outer.bottom - 1e-9);
      expect(inner.top).toBeLessThanOrEqual(outer.top + 1e-9);
    }
    for (const other of boards.slice(0, nth)) {
      expect(overlap(plate, other.plate), `${one.key} on ${other.key}`).toBe(false);
      expect(overlap(titleRect(one), titleRect(other)), `titles ${one.key}`).toBe(false);
      expect(overlap(titleRect(one), other.cells), `title on ${other.key}`).toBe(false);
    }
  }
}

/** Every cell is found at its own middle, and none where none is. */
function expectFound(placed: PlacedBoard): void {
  for (let row = 0; row < placed.rowCount; row += 1) {
    for (let column = 0; column < placed.columnCount; column += 1) {
      const rect = cellRect(placed, row, column);
      if (!rect) throw new Error(`No cell ${String(row)}, ${String(column)}`);
      const middle = { right: (rect.left + rect.right) / 2, up: (rect.bottom + rect.top) / 2 };
      expect(cellAt(placed, middle, 0)).toEqual({ row, column });
    }
  }
  expect(cellRect(placed, placed.rowCount, 0)).toBeUndefined();
  expect(cellRect(placed, 0, placed.columnCount)).toBeUndefined();
}

for (const tokenCount of [1, 5, 18, 128]) {
  test(`boards for ${String(tokenCount)} tokens lie side by side, in wide rooms and in high ones`, () => {
    for (const room of rooms) {
      const plan = exhibitGrid(plaza(tokenCount), room);
      expect(plan.boards).toHaveLength(14);
      expect(plan.width).toBeLessThanOrEqual(room.width + 1e-9);
      expect(plan.height).toBeLessThanOrEqual(room.height + 1e-9);
      expectTidy(plan);
    }
  });
}

test('boards of one group have equal places, in their order', () => {
  for (const room of rooms) {
    const heads = exhibitGrid(plaza(18), room).boards.slice(0, 9);
    const [first] = heads;
    if (!first) throw new Error('There should be heads.');
    for (const [nth, { cells, key, plate }] of heads.entries()) {
      expect(key).toBe(`head ${String(nth)}`);
      expect(cells.right - cells.left).toBeCloseTo(first.cells.right - first.cells.left, 9);
      expect(cells.top - cells.bottom).toBeCloseTo(first.cells.top - first.cells.bottom, 9);
      const before = heads[nth - 1];
      const isNext = !before || plate.left > before.plate.left || plate.top < before.plate.top;
      expect(isNext).toBe(true);
    }
  }
});

test('the cell at a cell’s middle is that cell', () => {
  for (const placed of exhibitGrid(plaza(5), rooms[0]).boards) expectFound(placed);
});

test('a pointer beside the cells means the nearest one as far as it reaches, and no farther', () => {
  const placed = exhibitGrid(plaza(18), rooms[0]).boards[3];
  if (!placed) throw new Error('There should be a fourth board.');
  const { cells } = placed;
  const beside = { right: cells.right + 0.02, up: cells.bottom - 0.01 };
  expect(cellAt(placed, beside, 0.03)).toEqual({ row: 17, column: 17 });
  expect(cellAt(placed, beside, 0.015)).toBeUndefined();
});

test('an exhibit without boards has room for its title', () => {
  const { width, height, boards } = exhibitGrid([], rooms[0]);
  expect(boards).toHaveLength(0);
  expect(width).toBeGreaterThan(1);
  expect(height).toBeGreaterThan(0.3);
});

/** Thirty floors of which only some are open, from 0.4 m up. */
function floorsWith(open: readonly number[]): { bottom: number; top: number }[] {
  let bottom = 0.4;
  return Array.from({ length: 30 }, (_, layer) => {
    const height = open.length === 0 || open.includes(layer) ? 0.5 : 0.5 / 3;
    const floor = { bottom, top: bottom + height };
    bottom = floor.top;
    return floor;
  });
}

const story: readonly ExhibitBoard[] = [
  board('profile', {
    group: 'tower',
    chart: 'bars',
    rowCount: 30,
    columnCount: 64,
    columnNames: [],
  }),
  board('length of the residual', { group: 'tower', chart: 'bars', rowCount: 30, columnCount: 1 }),
  board('cosine', { group: 'tower', chart: 'bars', rowCount: 30, columnCount: 1 }),
  board('reads', { group: 'tower', rowCount: 30, columnCount: 12 }),
  board('beside', { rowCount: 12, columnCount: 9 }),
];

test('each row of a story stands at its floor’s height, whichever floors are folded and however rows run', () => {
  for (const roomAspect of [2.6, 0.6]) {
    for (const open of [[], [7], [0, 12, 29]]) {
      for (const rises of [true, false]) {
        const floors = floorsWith(open);
        const plan = exhibitTower({
          boards: story,
          floors,
          rises: () => rises,
          roomAspect,
          towerWidth: 3,
        });
        expectTidy(plan);
        for (const placed of plan.boards.slice(0, 4)) {
          expectFound(placed);
          for (const [layer, floor] of floors.entries()) {
            const rect = cellRect(placed, rises ? layer : 29 - layer, 0);
            expect(rect?.bottom).toBeCloseTo(floor.bottom, 9);
            expect(rect?.top).toBeCloseTo(floor.top, 9);
          }
        }
      }
    }
  }
});
