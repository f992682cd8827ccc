import { expect, test } from 'vitest';
import { greedySampling, type Sampling } from '#contract/sampling.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { Sampler } from './sampler.ts';

const logits = Float32Array.of(1, 3, 2, 3, -1, 0.5);
const free: Sampling = { temperature: 1, topK: 0, topP: 1, seed: 11 };

function shares(sampling: Sampling, draws = 40_000): number[] {
  const sampler = new Sampler(logits.length, sampling);
  const counts = new Array<number>(logits.length).fill(0);
  for (let draw = 0; draw < draws; draw += 1) {
    const token = sampler.choose(logits);
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts.map((count) => count / draws);
}

function softmax(values: readonly number[]): number[] {
  const weights = values.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function expectShares(seen: readonly number[], wanted: readonly number[]): void {
  // Four standard deviations of a share near one half, from 40,000 draws.
  seen.forEach((share, token) => {
    expect(Math.abs(share - (wanted[token] ?? NaN))).toBeLessThan(0.01);
    if (wanted[token] === 0) expect(share).toBe(0);
  });
}

test('greedy takes the largest logit, of equals the smaller id', () => {
  expect(new Sampler(logits.length, greedySampling).choose(logits)).toBe(1);
});

test('without limits it draws from softmax(logits / temperature)', () => {
  for (const temperature of [0.5, 1, 3]) {
    const wanted = softmax([...logits].map((logit) => logit / temperature));
    expectShares(shares({ ...free, temperature }), wanted);
  }
});

test('top-k keeps the k likeliest, equals by id', () => {
  expectShares(shares({ ...free, topK: 1 }), [0, 1, 0, 0, 0, 0]);
  const [three, two] = [Math.exp(3), Math.exp(2)];
  const total = 2 * three + two;
  expectShares(shares({ ...free, topK: 3 }), [0, three / total, two / total, three / total, 0, 0]);
});

test('top-p keeps the fewest tokens whose share reaches p', () => {
  const all = softmax([...logits]);
  const pair = (all[1] ?? 0) + (all[3] ?? 0);
  expectShares(shares({ ...free, topP: pair - 0.001 }), [0, 0.5, 0, 0.5, 0, 0]);
  expectShares(shares({ ...free, topP: 0.001 }), [0, 1, 0, 0, 0, 0]);
  const triple = pair + (all[2] ?? 0);
  const renormalised = [0, all[1], all[2], all[3], 0, 0].map((share) => (share ?? 0) / triple);
  expectShares(shares({ ...free, topP: pair + 0.001 }), renormalised);
});

test('top-p after top-k is a share of what top-k left', () => {
  const [three, two] = [Math.exp(3), Math.exp(2)];
  const pairOfTriple = (2 * three) / (2 * three + two);
  expectShares(shares({ ...free, topK: 3, topP: pairOfTriple - 0.001 }), [0, 0.5, 0, 0.5, 0, 0]);
});

test('the same seed draws the same tokens, another seed others', () => {
  const draw = (seed: number): number[] => {
    const sampler = new Sampler(logits.length, { ...free, seed });
    return Array.from({ length: 50 }, () => sampler.choose(logits));
  };
  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
});

test('limits over a large vocabulary keep exactly the tokens a full sort keeps', () => {
  const random = createSeededRandom(4);
  const many = Float32Array.from({ length: 1000 }, () => Math.round(random() * 400) / 40);
  const order = [...many.keys()].sort((a, b) => (many[b] ?? 0) - (many[a] ?? 0) || a - b);
  const allowed = new Set(order.slice(0, 40));
  const sampler = new Sampler(many.length, { temperature: 50, topK: 40, topP: 1, seed: 1 });
  const drawn = new Set(Array.from({ length: 2000 }, () => sampler.choose(many)));
  expect(drawn).toEqual(allowed);
});

test('logits that are not finite are refused in words, whatever the settings', () => {
  for (const sampling of [greedySampling, free]) {
    const sampler = new Sampler(2, sampling);
    expect(() => sampler.choose(Float32Array.of(NaN, 1))).toThrow('not finite');
    expect(() => sampler.choose(Float32Array.of(Infinity, 1))).toThrow('not finite');
    expect(() => sampler.choose(Float32Array.of(-Infinity, -Infinity))).toThrow('not finite');
  }
});
