import { expect, test } from 'vitest';
import { percentText } from './billboard-labels.ts';
import { rankShare } from './lens-labels.ts';
import { tokenText } from './token-texts.ts';

test('probabilities are whole percents, and neither nothing nor all unless they are', () => {
  expect([0.7699, 0.01, 0.994].map(percentText)).toEqual(['77 %', '1 %', '99 %']);
  expect([0.0099, 1e-9].map(percentText)).toEqual(['<1 %', '<1 %']);
  expect([0.9951, 0.99999].map(percentText)).toEqual(['>99 %', '>99 %']);
  expect(percentText(1)).toBe('100 %');
});

test('the rank’s curve stands at the wall for the first and at its far end for the last', () => {
  expect(rankShare(0, 49152)).toBe(0);
  expect(rankShare(49151, 49152)).toBeCloseTo(1, 6);
  expect(rankShare(99, 49152)).toBeCloseTo(Math.log(100) / Math.log(49152), 6);
});

test('a token too long for its sign ends in …, one without characters is not left blank', () => {
  expect(tokenText(' France', '204672616e6365').text).toBe('␣France');
  const long = tokenText('a'.repeat(400), '61'.repeat(400));
  expect(Array.from(long.text)).toHaveLength(22);
  expect(long.text.endsWith('…')).toBe(true);
  expect(long.hex.length).toBeLessThan(60);
  expect(tokenText('', '').text).toBe('‹›');
});
