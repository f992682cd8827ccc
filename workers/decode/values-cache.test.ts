import { expect, test } from 'vitest';
import type { DecodedValues } from '#contract/decoded-message.ts';
import { ValuesCache } from './values-cache.ts';

const clock = { branch: 0, step: 0, position: 0, token: 0, revision: 0 };

function valuesOf(layer: number, revision = 0): DecodedValues {
  return {
    type: 'values',
    request: 1,
    clock: { ...clock, revision },
    site: 'hook_mlp_out',
    layer,
    positions: [0],
    shape: [1, 10],
    data: new Float32Array(10).fill(layer),
  };
}

function questionOf(layer: number): Parameters<ValuesCache['takeAnswer']>[0] {
  return {
    kind: 'values',
    request: 5,
    site: 'hook_mlp_out',
    layer,
    positions: [0],
  };
}

function cacheInForce(byteLimit: number): ValuesCache {
  const cache = new ValuesCache(byteLimit);
  cache.notice({ type: 'overview', clock } as Parameters<ValuesCache['notice']>[0]);
  return cache;
}

test('[VAL4] the least recently used leave first', () => {
  const cache = cacheInForce(80);
  cache.notice(valuesOf(1));
  cache.notice(valuesOf(2));
  expect(cache.takeAnswer(questionOf(1))?.request).toBe(5);
  cache.notice(valuesOf(3));
  expect(cache.takeAnswer(questionOf(2))).toBeUndefined();
  expect(cache.takeAnswer(questionOf(1))?.data[0]).toBe(1);
  expect(cache.takeAnswer(questionOf(3))?.data[0]).toBe(3);
});

test('[VAL4] an answer is a copy, which the asker may give away', () => {
  const cache = cacheInForce(80);
  cache.notice(valuesOf(1));
  cache.takeAnswer(questionOf(1))?.data.fill(99);
  expect(cache.takeAnswer(questionOf(1))?.data[0]).toBe(1);
});

test('[VAL4] values of another revision are not kept, and a new one forgets all', () => {
  const cache = cacheInForce(800);
  cache.notice(valuesOf(1, 7));
  expect(cache.takeAnswer(questionOf(1))).toBeUndefined();
  cache.notice(valuesOf(1));
  cache.notice({
    type: 'overview',
    clock: { ...clock, revision: 1 },
  } as Parameters<ValuesCache['notice']>[0]);
  expect(cache.takeAnswer(questionOf(1))).toBeUndefined();
});

test('[VAL4] a branch that is gone back to is in force without an overview', () => {
  const cache = cacheInForce(800);
  cache.notice(valuesOf(1));
  const answer = { request: 1, parent: 2, tokenCount: 3, firstPosition: 3 };
  cache.notice({
    type: 'control',
    message: { kind: 'branch', branch: 0, revision: 7, ...answer },
  });
  expect(cache.takeAnswer(questionOf(1))).toBeUndefined();
  cache.notice(valuesOf(1, 7));
  expect(cache.takeAnswer(questionOf(1))?.clock.revision).toBe(7);
});

test('values larger than the cache are passed on and not kept', () => {
  const cache = cacheInForce(39);
  cache.notice(valuesOf(1));
  expect(cache.takeAnswer(questionOf(1))).toBeUndefined();
});
