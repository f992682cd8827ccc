import { expect, test } from 'vitest';
import { wantsMirror } from './mirror.ts';

const chromeOn = (system: string): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36`;
const quest =
  'Mozilla/5.0 (X11; Linux x86_64; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/38.0 Chrome/136.0.0.0 VR Safari/537.36';
const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';

test('a computer mirrors what its headset shows; a headset of its own, where nobody sees the page, does not', () => {
  expect(wantsMirror(chromeOn('Windows NT 10.0; Win64; x64'), null)).toBe(true);
  expect(wantsMirror(chromeOn('X11; Linux x86_64'), null)).toBe(true);
  expect(wantsMirror(quest, null)).toBe(false);
  expect(wantsMirror(chromeOn('Linux; Android 14; XR'), null)).toBe(false);
  // Safari shows WebXR on a headset alone, and calls itself a Mac there.
  expect(wantsMirror(safari, null)).toBe(false);
});

test('the address decides where it says so', () => {
  expect(wantsMirror(quest, '')).toBe(true);
  expect(wantsMirror(chromeOn('Windows NT 10.0; Win64; x64'), 'off')).toBe(false);
});
