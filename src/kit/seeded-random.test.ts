import { expect, test } from 'vitest';
import { createSeededRandom } from './seeded-random.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number): number[] => {
    const random = createSeededRandom(seed);
    return Array.from({ length: 8 }, () => random());
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(draw(0)).not.toEqual(draw(0x1_0000_0000 - 1));
});

test('numbers are spread evenly over [0, 1)', () => {
  const random = createSeededRandom(7);
  const bins = new Array<number>(16).fill(0);
  const count = 64_000;
  let outside = 0;
  for (let index = 0; index < count; index += 1) {
    const value = random();
    if (!(value >= 0 && value < 1)) outside += 1;
    const bin = Math.floor(value * 16);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  expect(outside).toBe(0);
  // Chi-square with 15 degrees of freedom: above 44 happens once in 10⁴ fair generators.
  const chiSquare = bins.reduce((sum, seen) => sum + (seen - count / 16) ** 2 / (count / 16), 0);
  expect(chiSquare).toBeLessThan(44);
});

test('follows the published xoshiro128** recurrence', () => {
  // The same seeding and the paper's steps, written in BigInt with explicit masks.
  const mask = 0xffffffffn;
  const rotate = (value: bigint, bits: bigint): bigint =>
    ((value << bits) | (value >> (32n - bits))) & mask;
  let weyl = 42n;
  const next = (): bigint => {
    weyl = (weyl + 0x9e3779b9n) & mask;
    let z = weyl;
    z = ((z ^ (z >> 16n)) * 0x85ebca6bn) & mask;
    z = ((z ^ (z >> 13n)) * 0xc2b2ae35n) & mask;
    return z ^ (z >> 16n);
  };
  const state = [next(), next(), next(), next()] as [bigint, bigint, bigint, bigint];
  const random = createSeededRandom(42);
  for (let step = 0; step < 100; step += 1) {
    const result = (rotate((state[1] * 5n) & mask, 7n) * 9n) & mask;
    const t = (state[1] << 9n) & mask;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotate(state[3], 11n);
    expect(random()).toBe(Number(result) / 2 ** 32);
  }
});
