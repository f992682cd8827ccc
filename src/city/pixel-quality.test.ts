import { expect, test } from 'vitest';
import { PixelQuality } from './pixel-quality.ts';

function play(quality: PixelQuality, deltas: readonly number[]): number {
  return deltas.filter((delta) => quality.noteFrame(delta)).length;
}
const frames = (count: number, deltaMillis: number): number[] =>
  Array.from({ length: count }, () => deltaMillis);

test('a card that keeps pace draws every pixel up to two a CSS pixel', () => {
  const quality = new PixelQuality();
  expect(play(quality, frames(1000, 16))).toBe(0);
  expect(quality.pixelRatio(3)).toBe(2);
  expect(quality.pixelRatio(1)).toBe(1);
});

test('a slow card gives pixels up step by step, down to one and never below', () => {
  const quality = new PixelQuality();
  expect(play(quality, frames(24, 90))).toBe(1);
  expect(quality.pixelRatio(2)).toBe(1.5);
  expect(play(quality, frames(24 * 5, 90))).toBe(1);
  expect(quality.pixelRatio(2)).toBe(1);
  expect(quality.pixelRatio(0.8)).toBe(0.8);
});

test('a few late frames, or frames after a rest, change nothing', () => {
  const quality = new PixelQuality();
  expect(play(quality, [...frames(10, 90), ...frames(14, 16)])).toBe(0);
  expect(play(quality, frames(500, 0))).toBe(0);
});
