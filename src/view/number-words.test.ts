import { expect, test } from 'vitest';
import { countWords, exactNumber, listWords, percentWords, roughNumber } from './number-words.ts';

test('an exact number is the shortest that names its float32 and no other', () => {
  expect(exactNumber(Math.fround(0.1))).toBe('0.1');
  expect(exactNumber(Math.fround(0.9013672))).toBe('0.9013672');
  expect(exactNumber(-2.5)).toBe('−2.5');
  expect(exactNumber(0)).toBe('0');
  expect(exactNumber(Math.fround(1.5e-9))).toBe('1.5e−9');
  expect(exactNumber(Math.fround(123456789))).toBe('1.2345679e8');
  expect(exactNumber(-Infinity)).toBe('−∞');
  let value = 1.1;
  for (let step = 0; step < 200; step += 1) {
    value = Math.fround((value * 3.7) % 1e6) - 0.3;
    const read = Number(exactNumber(Math.fround(value)).replaceAll('−', '-'));
    expect(Math.fround(read)).toBe(Math.fround(value));
  }
});

test('a rough number says that it is one', () => {
  expect(roughNumber(0.4321)).toBe('≈ 0.43');
  expect(roughNumber(-1234)).toBe('≈ −1200');
});

test('percentages keep two digits and never round to nothing or all', () => {
  expect([0.7703, 0.0421, 0.00013, 1, 0].map(percentWords)).toEqual([
    '77 %',
    '4.2 %',
    '0.013 %',
    '100 %',
    '0 %',
  ]);
  expect(percentWords(0.9997)).toBe('over 99.9 %');
  expect(percentWords(0.993)).toBe('99.3 %');
  expect(percentWords(1e-9)).toBe('under 0.001 %');
});

test('counts and lists read as English', () => {
  expect([0, 1, 12345].map((count) => countWords(count, 'token'))).toEqual([
    '0 tokens',
    '1 token',
    '12,345 tokens',
  ]);
  expect(listWords(['a'])).toBe('a');
  expect(listWords(['a', 'b', 'c'])).toBe('a, b and c');
});
