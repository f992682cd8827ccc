import { expect, test } from 'vitest';
import { avenuePlan } from '#tests/support/avenue.ts';
import { NearestFirst } from './nearest-first.ts';

test('towers come nearest first, each once, and are put in order again only when the eye has moved on', () => {
  const { shown } = avenuePlan(24);
  const nearest = new NearestFirst(128);
  for (const eye of [
    { x: -4, y: 2, z: -8 },
    { x: 20, y: 2, z: 3 },
    { x: 70, y: 30, z: -1 },
  ]) {
    expect(nearest.sort(shown, eye, false)).toBe(true);
    expect(nearest.sort(shown, { ...eye, x: eye.x + 0.01 }, false)).toBe(false);
    const positions = Array.from({ length: nearest.count }, (_, nth) => nearest.positionAt(nth));
    expect(new Set(positions).size).toBe(24);
    const metres = positions.map((position) => {
      const place = shown[position];
      return place ? Math.hypot(place.x - eye.x, place.z - eye.z) : NaN;
    });
    expect(metres).toEqual(metres.toSorted((a, b) => a - b));
  }
  expect(nearest.sort(shown.slice(0, 3), { x: 70, y: 30, z: -1 }, true)).toBe(true);
  expect(nearest.count).toBe(3);
});
