import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeMadeBoard, fakePlaza } from '#tests/fakes/fake-plaza.ts';
import { spearman } from '#tests/support/city-readings.ts';
import { ExhibitOnCanvas } from '#tests/support/exhibit-on-canvas.ts';
import { overlapArea } from '#tests/support/quad-overlap.ts';
import { boardLight } from '#view/exhibit/board.ts';
import type { Board, Exhibit } from '#view/exhibit/board.ts';
import { readCityPixels } from './probe.ts';
import type { CanvasPixels } from './probe.ts';

const pattern = fakeMadeBoard(
  { key: 'pattern', rowCount: 12, columnCount: 12, scale: { kind: 'share' } },
  (row, column) => (column > row ? NaN : ((row * 5 + column * 7) % 23) / 23),
);
const signed = fakeMadeBoard({ key: 'signed', rowCount: 8, columnCount: 8 });
const bars = fakeMadeBoard({ key: 'bars', rowCount: 8, columnCount: 1, chart: 'bars' }, (row) =>
  row === 3 ? -0.5 : row / 8,
);
const missing = fakeMadeBoard({
  key: 'missing',
  rowCount: 4,
  columnCount: 4,
  missing: 'not recorded',
});
const small: Exhibit = {
  ...fakePlaza(5),
  boards: [pattern, signed, bars, missing],
  wishes: [{ site: 'attn.hook_pattern', layer: 23, positions: [0, 1, 2] }],
};
let open: ExhibitOnCanvas;

beforeAll(async () => {
  open = await ExhibitOnCanvas.open(small);
}, 120_000);

afterAll(() => {
  open.city.dispose();
});

function read(): CanvasPixels {
  return readCityPixels(open.city, open.canvas);
}

function cellLight(pixels: CanvasPixels, key: string, row: number, column: number): number {
  return open.luminance(pixels, open.cell(key, row, column));
}

/** How bright each cell should be, and how bright it is. */
function lightOf(pixels: CanvasPixels, board: Board): { ratio: number; luminance: number }[] {
  return Array.from(board.values).flatMap((value, cell) => {
    if (Number.isNaN(value)) return [];
    const { key, scale, columnCount } = board;
    const light = cellLight(pixels, key, Math.floor(cell / columnCount), cell % columnCount);
    return [{ ratio: boardLight(scale, value), luminance: light }];
  });
}

test('cells are as bright as their values, and nothing is as dark as the glass', () => {
  const pixels = read();
  const lights = lightOf(pixels, pattern);
  // The measure was made for washes and bounds what it compares to 0.05 … 1.5.
  const moved = lights.map(({ ratio, luminance }) => ({ ratio: 0.06 + ratio, luminance }));
  const ranked = spearman(moved.map((each) => ({ ...each, storey: 'attention' })));
  expect(ranked).toBeGreaterThanOrEqual(0.95);
  const brightest = Math.max(...lights.map(({ luminance }) => luminance));
  for (let row = 0; row < 12; row += 1) {
    for (let column = row + 1; column < 12; column += 1) {
      expect(cellLight(pixels, 'pattern', row, column)).toBeLessThan(0.02 * brightest);
    }
  }
});

test('a negative cell is a frame, a positive one is filled', () => {
  const pixels = read();
  let framed = 0;
  signed.values.forEach((value, cell) => {
    if (Math.abs(value) < 0.4) return;
    const rect = open.cell('signed', Math.floor(cell / 8), cell % 8);
    const reach = (rect.right - rect.left) * 0.36;
    const middle = {
      left: rect.left + reach,
      right: rect.right - reach,
      bottom: rect.bottom + reach,
      top: rect.top - reach,
    };
    const ratio = open.luminance(pixels, middle) / open.luminance(pixels, rect);
    if (value < 0) {
      framed += 1;
      expect(ratio).toBeLessThan(0.6);
    } else expect(ratio).toBeGreaterThan(1);
  });
  expect(framed).toBeGreaterThan(3);
});

test('a bar is as long as its value, from the middle to its sign’s side', () => {
  const pixels = read();
  const along = [0, 1, 2, 4, 5, 6, 7].map((row) => cellLight(pixels, 'bars', row, 0));
  expect(along).toEqual(along.toSorted((a, b) => a - b));
  const rect = open.cell('bars', 3, 0);
  const middle = (rect.left + rect.right) / 2;
  const left = open.luminance(pixels, { ...rect, right: middle });
  expect(left).toBeGreaterThan(3 * open.luminance(pixels, { ...rect, left: middle }));
});

test('a board that is missing shows its sentence and no cells', () => {
  expect(open.part.labelRectangles().map(({ text }) => text)).toContain('not recorded');
  expect(cellLight(read(), 'missing', 0, 0)).toBeLessThan(0.01);
});

test('the pointer finds the cell it is on, and that cell is outlined with its row and column', () => {
  const at = open.part.cellPoint('signed', 2, 5);
  const found = at && open.part.find(open.city.rig.rayAt(at.x, at.y), 0);
  expect(found?.target).toEqual(signed.targetAt(2, 5));
  const before = read();
  open.preview.set({ hover: found?.target });
  const after = read();
  const change = (row: number, column: number): number =>
    cellLight(after, 'signed', row, column) - cellLight(before, 'signed', row, column);
  expect(change(2, 5)).toBeGreaterThan(0.03);
  expect(change(2, 1)).toBeGreaterThan(0.004);
  expect(change(6, 5)).toBeGreaterThan(0.004);
  expect(Math.abs(change(6, 1))).toBeLessThan(0.002);
  open.preview.set({ hover: undefined });
  expect(differing(read(), before)).toBe(0);
});

test('from far away a board keeps the mean light of its cells, whatever the fraction of a pixel', () => {
  const whole = (): number => open.luminance(read(), open.board('signed').cells);
  const near = whole();
  const seen = Array.from({ length: 6 }, (_, step) => {
    open.look(10 + step * 0.03);
    return whole();
  });
  const mean = seen.reduce((sum, each) => sum + each, 0) / seen.length;
  expect(mean).toBeGreaterThan(0.35 * near);
  expect(mean).toBeLessThan(1.5 * near);
  for (const each of seen) expect(Math.abs(each / mean - 1)).toBeLessThan(0.12);
  open.look();
});

test('what the exhibit would show better with is asked for', () => {
  expect(open.asked).toContain('attn.hook_pattern 23 0,1,2');
});

test('texts of an exhibit never stand on each other', async () => {
  await open.show(fakePlaza(18));
  const labels = open.part.labelRectangles();
  expect(labels.length).toBeGreaterThan(12);
  labels.forEach((label, nth) => {
    for (const other of labels.slice(0, nth)) {
      const shared = overlapArea(label.corners, other.corners);
      expect(shared, `${label.text ?? ''} on ${other.text ?? ''}`).toBeLessThan(1);
    }
  });
  await open.show(small);
});

test('after the context was lost and came back the exhibit is the same', async () => {
  const before = read();
  const extension = open.canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
  let isBack = false;
  open.canvas.addEventListener('webglcontextrestored', () => (isBack = true), { once: true });
  extension?.loseContext();
  // A context may only be given back once everybody has heard that it is gone.
  await expect
    .poll(() => {
      if (!isBack) extension?.restoreContext();
      return isBack;
    })
    .toBe(true);
  await open.written();
  await expect.poll(() => differing(before, read()), { timeout: 30_000 }).toBe(0);
});

/** Bytes that differ by more than a rounding. */
function differing(a: CanvasPixels, b: CanvasPixels): number {
  let count = 0;
  for (let at = 0; at < a.bytesArray.length; at += 1) {
    if (Math.abs((a.bytesArray[at] ?? 0) - (b.bytesArray[at] ?? 0)) > 6) count += 1;
  }
  return count;
}
