import { expect, test } from 'vitest';
import { lensTopCount, topLensLayer } from './lens-layers.ts';

test('the last layer with a lens is the last one that was computed', () => {
  const token = new Int32Array(3 * lensTopCount).fill(7);
  const rank = new Uint32Array(3);
  expect(topLensLayer({ token, rank })).toBe(2);
  token.fill(-1, 2 * lensTopCount);
  expect(topLensLayer({ token, rank })).toBe(1);
  expect(topLensLayer({ token: token.fill(-1), rank })).toBe(-1);
});
