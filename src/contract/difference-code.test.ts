import { expect, test } from 'vitest';
import { decodeDifferenceCode, encodeDifferenceCode } from './difference-code.ts';

test('[DIFF2] is dark below a thousandth and full from one on', () => {
  expect(encodeDifferenceCode(0, false)).toBe(0);
  expect(encodeDifferenceCode(0.00099, true)).toBe(0);
  expect(encodeDifferenceCode(0.001, false)).toBe(1);
  expect(encodeDifferenceCode(1, false)).toBe(127);
  expect(encodeDifferenceCode(Infinity, true)).toBe(255);
});

test('[DIFF2] runs evenly in log10 and says whether the norm fell', () => {
  expect(encodeDifferenceCode(10 ** -1.5, false)).toBe(64);
  expect(encodeDifferenceCode(10 ** -1.5, true)).toBe(192);
  for (let m = 1; m < 128; m++) {
    expect(encodeDifferenceCode(decodeDifferenceCode(m), false)).toBe(m);
    expect(decodeDifferenceCode(128 | m)).toBe(decodeDifferenceCode(m));
  }
});
