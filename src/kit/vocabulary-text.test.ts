import { expect, test } from 'vitest';
import { vocabularyText } from './vocabulary-text.ts';

const vocabulary = {
  bytes: Uint8Array.from([0x20, 0x61, 0xc3, 0xa9, 0xe2]),
  offset: Uint32Array.from([0, 2, 4, 5]),
};

test('reads each token between its offset and the next', () => {
  expect(vocabularyText(vocabulary, 0)).toBe('␣a');
  expect(vocabularyText(vocabulary, 1)).toBe('é');
});

test('shows a token that is no whole character as its bytes', () => {
  expect(vocabularyText(vocabulary, 2)).toBe('‹e2›');
});

test('knows no text for an id past the end', () => {
  expect(vocabularyText(vocabulary, 3)).toBeUndefined();
});
