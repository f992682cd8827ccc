import { expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { PlainRowMath } from '#tests/fakes/plain-row-math.ts';
import { rankOfToken, topTokens } from './log-probabilities.ts';

const rowMath = new PlainRowMath();

test('the rank of a token is its place among the likeliest', () => {
  const random = createSeededRandom(9);
  const logits = Float32Array.from({ length: 300 }, () => Math.round(random() * 100) / 10);
  const top = topTokens(rowMath, logits, 30);
  expect(top.map(([token]) => rankOfToken(logits, token))).toEqual([...top.keys()]);
});

test('asking for more tokens than there are gives all of them', () => {
  const top = topTokens(rowMath, Float32Array.of(1, 2), 5);
  expect(top.map(([token]) => token)).toEqual([1, 0]);
});
