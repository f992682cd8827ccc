import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import {
  decodeDisplayCode,
  decodeShareCode,
  encodeDisplayCode,
  encodeShareCode,
  invalidCode,
  smallestShare,
} from './display-code.ts';

describe('display codes', () => {
  test('[CODE1] [CODE2] run from the floor to the top, the sign in bit 7', () => {
    const hi = 40;
    expect(encodeDisplayCode(hi, hi)).toBe(127);
    expect(encodeDisplayCode(-hi, hi)).toBe(128 | 127);
    expect(encodeDisplayCode(hi * 1e-5, hi)).toBe(1);
    // Half the decades are half the steps: 1 + 63.
    expect(encodeDisplayCode(hi * 10 ** -2.5, hi)).toBe(64);
    expect(encodeDisplayCode(-hi * 10 ** -2.5, hi)).toBe(128 | 64);
  });

  test('[CODE2] [CODE4] have nothing below the floor, and never a negative zero', () => {
    for (const value of [0, -0, 9.9e-6, -9.9e-6, NaN]) expect(encodeDisplayCode(value, 1)).toBe(0);
    expect(encodeDisplayCode(-1e-9, 1)).not.toBe(invalidCode);
    expect(encodeDisplayCode(0, 0)).toBe(0);
  });

  test('[CODE3] clip above the top', () => {
    expect(encodeDisplayCode(1e9, 1)).toBe(127);
    expect(encodeDisplayCode(-Infinity, 1)).toBe(255);
  });

  test('[CODE5] come back within 4.7 %', () => {
    const random = createSeededRandom(2);
    for (let i = 0; i < 10_000; i++) {
      const value = (random() < 0.5 ? -1 : 1) * 10 ** (5 * random() - 3);
      const ratio = decodeDisplayCode(encodeDisplayCode(value, 100), 100) / value;
      expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(1.047));
    }
  });
});

test('[SHARE1] shares come back within 2.3 %, and none below 10⁻⁵ has a code', () => {
  const random = createSeededRandom(4);
  for (let i = 0; i < 10_000; i++) {
    const share = 10 ** (-5 * random());
    expect(Math.abs(decodeShareCode(encodeShareCode(share)) / share - 1)).toBeLessThan(0.0233);
  }
  expect([1, 0, 0.99e-5, smallestShare].map(encodeShareCode)).toEqual([255, 0, 0, 1]);
  expect(decodeShareCode(0)).toBe(0);
});
