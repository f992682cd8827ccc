import { expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { logSumExp, rankOfToken, topTokens } from './log-probabilities.ts';

test('log-sum-exp neither overflows nor underflows', () => {
  expect(logSumExp(Float32Array.of(0, 0, 0, 0))).toBeCloseTo(Math.log(4), 14);
  expect(logSumExp(Float32Array.of(1000, 1000))).toBeCloseTo(1000 + Math.log(2), 12);
  expect(logSumExp(Float32Array.of(-1000, -1000))).toBeCloseTo(-1000 + Math.log(2), 12);
});

test('the top tokens are those of a full sort, equals by id, with their log-probabilities', () => {
  const random = createSeededRandom(9);
  const logits = Float32Array.from({ length: 3000 }, () => Math.round(random() * 100) / 10);
  const order = [...logits.keys()].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b);
  const top = topTokens(logits, 30);
  expect(top.map(([token]) => token)).toEqual(order.slice(0, 30));
  const total = [...logits].reduce((sum, logit) => sum + Math.exp(logit), 0);
  for (const [token, logprob] of top) {
    expect(logprob).toBeCloseTo((logits[token] ?? NaN) - Math.log(total), 10);
    expect(rankOfToken(logits, token)).toBe(order.indexOf(token));
  }
});

test('asking for more tokens than there are gives all of them', () => {
  expect(topTokens(Float32Array.of(1, 2), 5).map(([token]) => token)).toEqual([1, 0]);
});
