import { expect, test } from 'vitest';
import { fakeValues } from '#tests/fakes/fake-run.ts';
import { createValuesCache } from './values-cache.ts';

const row = (layer: number, positions: number[], width = 4): ReturnType<typeof fakeValues> =>
  fakeValues({
    site: 'hook_resid_post',
    layer,
    positions,
    shape: [positions.length, width],
    data: Float32Array.from({ length: positions.length * width }, (_, index) => index),
  });

test('each position of a message is found alone, with its own row', () => {
  const cache = createValuesCache(1024);
  cache.add(row(2, [5, 7]));
  expect(cache.get('hook_resid_post', 2, 7)).toMatchObject({ positions: [7], shape: [1, 4] });
  expect([...(cache.get('hook_resid_post', 2, 7)?.data ?? [])]).toEqual([4, 5, 6, 7]);
  expect(cache.get('hook_resid_post', 1, 7)).toBeUndefined();
  expect(cache.get('hook_resid_pre', 2, 7)).toBeUndefined();
});

test('rows used longest ago go first when the bytes run out', () => {
  const cache = createValuesCache(3 * 16);
  for (const layer of [0, 1, 2]) cache.add(row(layer, [0]));
  cache.get('hook_resid_post', 0, 0);
  cache.add(row(3, [0]));
  expect(cache.byteLength).toBe(3 * 16);
  expect(cache.get('hook_resid_post', 1, 0)).toBeUndefined();
  expect(cache.get('hook_resid_post', 0, 0)).toBeDefined();
});

test('a row that came twice is counted once, and one beyond the limit is not kept', () => {
  const cache = createValuesCache(64);
  cache.add(row(0, [0]));
  cache.add(row(0, [0]));
  expect(cache.byteLength).toBe(16);
  expect(cache.add(row(1, [0], 100))).toBe(false);
  expect(cache.byteLength).toBe(16);
  cache.clear();
  expect(cache.byteLength).toBe(0);
});
