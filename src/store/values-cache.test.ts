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

test('[VAL2] rows of patterns end at their own position, whatever they came with', () => {
  const cache = createValuesCache(1024);
  const data = Float32Array.from([0.5, 0.5, 0, 0.25, 0.75, 0, 1, 2, 3, 4, 5, 6]);
  const message = { site: 'attn.hook_pattern', layer: 0, shape: [2, 2, 3] } as const;
  cache.add(fakeValues({ ...message, positions: [1, 2], data }));
  const first = cache.get('attn.hook_pattern', 0, 1);
  expect(first?.shape).toEqual([1, 2, 2]);
  expect([...(first?.data ?? [])]).toEqual([0.5, 0.5, 0.25, 0.75]);
  const second = cache.get('attn.hook_pattern', 0, 2);
  expect(second?.shape).toEqual([1, 2, 3]);
  expect([...(second?.data ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(cache.byteLength).toBe(40);
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
