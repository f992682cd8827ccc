import { expect, test } from 'vitest';
import type { CameraPose } from '#contract/preview.ts';
import { projectPoint } from './camera-lens.ts';
import { fittedIntoFree, noInsets } from './free-view.ts';
import { length, subtract, vec3 } from './vector.ts';

const size = { width: 1600, height: 900 };
const pose: CameraPose = { position: vec3(4, 9, -30), target: vec3(0, 7, 0) };
const insets = { top: 60, bottom: 200 };

test('without panels the pose stays as it was composed', () => {
  expect(fittedIntoFree(pose, { size, insets: noInsets, isWhole: true })).toBe(pose);
});

test('what was in the middle of the canvas comes to the middle of what is free', () => {
  for (const isWhole of [true, false]) {
    const fitted = fittedIntoFree(pose, { size, insets, isWhole });
    const at = projectPoint(fitted, size, pose.target);
    expect(at?.x).toBeCloseTo(800, 6);
    expect(at?.y).toBeCloseTo((60 + 700) / 2, 6);
  }
});

test('what spanned the canvas fits between the panels, and what is looked at closely stays as near', () => {
  const whole = fittedIntoFree(pose, { size, insets, isWhole: true });
  for (const [x, y] of [
    [800, 45],
    [800, 855],
  ] as const) {
    const edge = pointAtTarget(pose, x, y);
    const at = projectPoint(whole, size, edge);
    expect(at?.y).toBeGreaterThan(60);
    expect(at?.y).toBeLessThan(700);
  }
  const near = fittedIntoFree(pose, { size, insets, isWhole: false });
  expect(length(subtract(near.position, near.target))).toBeCloseTo(
    length(subtract(pose.position, pose.target)),
    9,
  );
});

test('panels that leave nothing free do not send the eye away for ever', () => {
  const fitted = fittedIntoFree(pose, { size, insets: { top: 0, bottom: 900 }, isWhole: true });
  expect(length(subtract(fitted.position, fitted.target))).toBeLessThan(90);
});

/** The point at the target's distance that falls on a pixel of the canvas, found by bisection in height. */
function pointAtTarget(from: CameraPose, x: number, y: number): CameraPose['target'] {
  let [low, high] = [-40, 60];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    const at = projectPoint(from, size, vec3(0, middle, 0));
    if ((at?.y ?? 0) > y) low = middle;
    else high = middle;
  }
  expect(x).toBe(800);
  return vec3(0, (low + high) / 2, 0);
}
