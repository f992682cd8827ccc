import { expect, test } from 'vitest';
import { createLogCode } from './log-code.ts';
import { createSeededRandom } from './seeded-random.ts';

test.each([126, 254])('gives the same codes as the logarithm, %i steps over 5 decades', (steps) => {
  const codeOf = createLogCode(5, steps);
  const random = createSeededRandom(1);
  for (let i = 0; i < 100_000; i++) {
    const ratio = 10 ** (-5 + 5 * random());
    const place = 1 + (steps * (Math.log10(ratio) + 5)) / 5;
    // At the very border between two codes the logarithm's own rounding decides; leave it out.
    if (Math.abs((place % 1) - 0.5) < 1e-9) continue;
    if (codeOf(ratio) !== Math.round(place))
      expect.fail(`${String(ratio)} gets ${String(codeOf(ratio))}`);
  }
});

test('clips above 1 and has nothing below the floor', () => {
  const codeOf = createLogCode(5, 126);
  expect([1, 1.5, 1e30, Infinity].map(codeOf)).toEqual([127, 127, 127, 127]);
  expect([1e-5, 0.99e-5, 0, -1, NaN].map(codeOf)).toEqual([1, 0, 0, 0, 0]);
});
