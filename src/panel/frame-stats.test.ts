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

test('of more frames than any display shows in a second it keeps the last ones', () => {
  const times = new FrameTimes();
  for (let frame = 0; frame < 1000; frame += 1) times.note(frame * 0.5, 2);
  for (let frame = 1000; frame < 2000; frame += 1) times.note(frame * 0.5, 0.5);
  expect(times.sentence(999.5)).toBe('512 frames/s, slowest 0.5 ms');
});
