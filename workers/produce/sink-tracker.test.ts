import { expect, test } from 'vitest';
import { SinkTracker } from './sink-tracker.ts';

test('[OV5] a sink is more than ten times the lower median so far', () => {
  const sinks = new SinkTracker(1, 8);
  sinks.add(0, 100);
  expect(sinks.isSink(0, 0)).toBe(false);
  sinks.add(0, 9);
  expect(sinks.isSink(0, 0)).toBe(true);
  sinks.add(0, 10.5);
  expect(sinks.threshold(0)).toBe(105);
  expect(sinks.isSink(0, 0)).toBe(false);
  sinks.add(0, 9.5);
  expect(sinks.threshold(0)).toBe(95);
  expect(sinks.isSink(0, 0)).toBe(true);
});

test('forgetting later positions leaves what it was before them', () => {
  const sinks = new SinkTracker(2, 8);
  for (const norm of [5, 3, 8, 1]) for (const layer of [0, 1]) sinks.add(layer, norm * (layer + 1));
  const copy = sinks.copy();
  copy.forgetFrom(2);
  expect(copy.countAt(1)).toBe(2);
  expect(copy.threshold(1)).toBe(60);
  copy.add(1, 40);
  expect(copy.threshold(1)).toBe(100);
  expect(sinks.threshold(1)).toBe(60);
  expect(sinks.countAt(1)).toBe(4);
});

test('more positions than it was made for are refused', () => {
  const sinks = new SinkTracker(1, 1);
  sinks.add(0, 1);
  expect(() => {
    sinks.add(0, 1);
  }).toThrow(RangeError);
});
