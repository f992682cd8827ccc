import { expect, test } from 'vitest';
import { keptPromise } from './kept-promise.ts';

test('it is started once for all who ask, and again only after it failed', async () => {
  let starts = 0;
  const ask = keptPromise(() => {
    starts += 1;
    return starts === 1 ? Promise.reject(new Error('It did not come.')) : Promise.resolve(starts);
  });
  const [first, beside] = [ask(), ask()];
  await expect(first).rejects.toThrow('It did not come.');
  await expect(beside).rejects.toThrow('It did not come.');
  expect(starts).toBe(1);
  expect(await Promise.all([ask(), ask()])).toEqual([2, 2]);
  expect(await ask()).toBe(2);
});
