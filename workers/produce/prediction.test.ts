import { expect, test } from 'vitest';
import { fillTopTokens } from '#engine/log-probabilities.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { fillPrediction } from './prediction.ts';

test("agrees with the engine's own log-probabilities to a millionth, ties included", () => {
  const random = createSeededRandom(3);
  for (let round = 0; round < 20; round++) {
    const spread = 10 ** (2 * random() - 0.5);
    const logits = Float32Array.from({ length: 5000 }, () => Math.round(8 * spread * random()) / 8);
    const [tokens, expectedTokens] = [new Int32Array(5), new Int32Array(5)];
    const [logprobs, expected] = [new Float32Array(5), new Float64Array(5)];
    fillPrediction(logits, tokens, logprobs);
    fillTopTokens(logits, expectedTokens, expected);
    expect(tokens).toEqual(expectedTokens);
    for (const [place, logprob] of logprobs.entries()) {
      expect(Math.abs(logprob - (expected[place] ?? 0))).toBeLessThan(
        1e-6 * (1 + Math.abs(logprob)),
      );
    }
  }
});

test('a logit far below all others adds nothing and breaks nothing', () => {
  const [tokens, logprobs] = [new Int32Array(2), new Float32Array(2)];
  fillPrediction(Float32Array.of(-1e30, 3, -Infinity), tokens, logprobs);
  expect([...tokens]).toEqual([1, 0]);
  expect(logprobs[0]).toBe(0);
});
