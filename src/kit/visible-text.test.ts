import { expect, test } from 'vitest';
import { visibleText } from './visible-text.ts';

test('shows spaces, new lines and tabs as marks', () => {
  expect(visibleText(' Paris')).toBe('␣Paris');
  expect(visibleText('\n\t')).toBe('↵→');
});

test('shows a token that is no whole character as its bytes', () => {
  expect(visibleText('\uFFFD', 'e2')).toBe('‹e2›');
});

test('shows controls and direction marks by their number, so that none acts', () => {
  expect(visibleText('a\u0007b')).toBe('a‹07›b');
  expect(visibleText('\u202Eabc')).toBe('‹202e›abc');
});

test('leaves every other script and emoji alone', () => {
  expect(visibleText('héllo שלום 👩‍🚀')).toBe('héllo␣שלום␣👩‍🚀');
});
