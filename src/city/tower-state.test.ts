import { expect, test } from 'vitest';
import { initialState } from '#store/initial-state.ts';
import type { StoreState } from '#store/read.ts';
import { fakeHello, fakeOverview, fakeShape } from '#tests/fakes/fake-run.ts';
import type { SlotNumbers } from './activation-uploads.ts';
import { slotBytes, slotCount, slotRows } from './gpu/slot-texture.ts';
import { washLuminance, writeTowerState } from './tower-state.ts';

function stateWith(change: Partial<StoreState>): StoreState {
  const overviews = [0, 1, 2, 3].map((position) => fakeOverview(position));
  const tokens = overviews.map((_, position) => ({
    position,
    id: position,
    text: '',
    bytes: '',
    from: 'prompt' as const,
  }));
  return { ...initialState, hello: fakeHello(), overviews, tokens, ...change };
}

function write(
  state: StoreState,
  numbersAt: (position: number) => SlotNumbers = () => 'shown',
): Uint8Array {
  const bytesArray = new Uint8Array(slotCount * slotBytes * slotRows).fill(99);
  writeTowerState(state, numbersAt, bytesArray);
  return bytesArray;
}

const litLayers = (bytes: Uint8Array): number[] =>
  [0, 1, 2, 3, 4].map((position) => (bytes[position * slotBytes] ?? 0) - 1);

test('towers before the cursor are lit whole, the cursor’s up to its layer, later ones not', () => {
  const top = fakeShape.layerCount - 1;
  const bytes = write(stateWith({ cursor: { position: 2, layer: 1, sweep: false } }));
  expect(litLayers(bytes)).toEqual([top, top, 1, -1, -1]);
});

test('a tower does not stand before its first numbers, and is dark while it holds others', () => {
  const state = stateWith({ cursor: { position: 3, layer: 2, sweep: false } });
  expect(litLayers(write(state, () => 'none'))).toEqual([-1, -1, -1, -1, -1]);
  const stale = write(state, () => 'stale');
  expect(litLayers(stale)).toEqual([2, 2, 2, 2, -1]);
  expect([0, 1, 2, 3].map((position) => stale[position * slotBytes + 3])).toEqual([1, 1, 1, 1]);
  expect(stale.subarray(slotCount * slotBytes).every((byte) => byte === 0)).toBe(true);
});

test('while differences are shown a tower stands, dark until they are here', () => {
  const { settings } = initialState;
  const state = stateWith({
    branch: 1,
    settings: { ...settings, light: 'difference' },
    cursor: { position: 3, layer: 2, sweep: false },
  });
  const bytes = write(state, (position) => (position === 1 ? 'shown' : 'none'));
  expect(litLayers(bytes).slice(0, 4)).toEqual([2, 2, 2, 2]);
  expect([0, 1, 2, 3].map((position) => bytes[position * slotBytes + 3])).toEqual([1, 0, 1, 1]);
  expect(bytes.subarray(slotCount * slotBytes).every((byte) => byte === 0)).toBe(true);
});

test('while a token’s story is told, all other towers give way to it', () => {
  const givesWay = (change: Partial<StoreState>): number[] => {
    const bytes = write(stateWith(change));
    return [0, 1, 2, 3].map((position) => bytes[position * slotBytes + 2] ?? 0);
  };
  expect(givesWay({})).toEqual([0, 0, 0, 0]);
  expect(givesWay({ zoom: { level: 'token', position: 2 } })).toEqual([1, 1, 0, 1]);
  expect(givesWay({ zoom: { level: 'token', position: 9 } })).toEqual([0, 0, 0, 0]);
});

test('exactly the selected tower is marked', () => {
  const bytes = write(stateWith({ selectedPosition: 1 }));
  const marks = Array.from({ length: slotCount }, (_, slot) => bytes[slot * slotBytes + 1]);
  expect(marks.filter((mark) => mark === 1)).toHaveLength(1);
  expect(marks[1]).toBe(1);
});

test('a dark tower throws no light on the street, a lit one does', () => {
  const bytes = write(stateWith({ cursor: { position: 1, layer: 2, sweep: false } }));
  const street = (position: number): number =>
    [0, 1, 2].reduce((sum, i) => sum + (bytes[(slotCount + position) * slotBytes + i] ?? 0), 0);
  expect(street(1)).toBeGreaterThan(0);
  expect(street(2)).toBe(0);
});

test('a wash’s luminance grows with the square of its place on the log scale and is clipped', () => {
  const full = washLuminance(1.5);
  expect(washLuminance(0.05)).toBe(0);
  expect(washLuminance(Math.sqrt(0.05 * 1.5))).toBeCloseTo(full / 4, 12);
  expect(washLuminance(40)).toBe(full);
});
