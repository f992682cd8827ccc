import { expect, test } from 'vitest';
import { FrameTimes } from './frame-stats.ts';

test('the last second is counted, and its slowest frame told', () => {
  const times = new FrameTimes();
  times.note(100, 900);
  for (let at = 1010; at <= 2000; at += 10) times.note(at, 10);
  times.note(2004.5, 14.5);
  expect(times.sentence(2005)).toBe('101 frames/s, slowest 14.5 ms');
});

test('a city that draws nothing is at rest, not slow', () => {
  const times = new FrameTimes();
  expect(times.sentence(0)).toBe('at rest: nothing to draw');
  times.note(5000, 0);
  expect(times.sentence(5100)).toBe('1 frames/s');
  expect(times.sentence(6001)).toBe('at rest: nothing to draw');
});

test('it keeps no more frames than a second can hold', () => {
  const times = new FrameTimes();
  for (let frame = 0; frame < 2000; frame += 1) times.note(frame * 8, 8);
  expect(times.sentence(1999 * 8)).toBe('125 frames/s, slowest 8.0 ms');
});
