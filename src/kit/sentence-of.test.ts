import { expect, test } from 'vitest';
import { sentenceOf } from './sentence-of.ts';

test('an error says its message, anything else thrown what it reads as', () => {
  expect(sentenceOf(new TypeError('No such layer.'))).toBe('No such layer.');
  expect(sentenceOf('torn')).toBe('torn');
  expect(sentenceOf(undefined)).toBe('undefined');
});
