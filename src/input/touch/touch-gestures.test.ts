import { expect, test } from 'vitest';
import type { Gesture, PointerSample } from '#input/actor.ts';
import { TouchGestures } from './touch-gestures.ts';

type Moment = Partial<PointerSample> & Pick<PointerSample, 'phase' | 'pointerId'>;

function gesturesOf(moments: readonly Moment[]): Gesture[] {
  const gestures: Gesture[] = [];
  const touch = new TouchGestures((gesture) => gestures.push(gesture));
  const still = { x: 0, y: 0, button: 0, shiftKey: false, timeMillis: 0 };
  for (const moment of moments) touch.feed({ ...still, ...moment });
  return gestures;
}

test('one finger turns by the whole way it went, once it is no tap any more', () => {
  expect(
    gesturesOf([
      { phase: 'down', pointerId: 1 },
      { phase: 'move', pointerId: 1, x: 4 },
      { phase: 'move', pointerId: 1, x: 30 },
      { phase: 'up', pointerId: 1, x: 30 },
    ]),
  ).toEqual([{ kind: 'orbit', dx: 30, dy: 0 }]);
});

test('a short touch is a tap', () => {
  expect(
    gesturesOf([
      { phase: 'down', pointerId: 1, x: 7, y: 8 },
      { phase: 'up', pointerId: 1, x: 7, y: 8 },
    ]),
  ).toEqual([{ kind: 'tap', point: { x: 7, y: 8 }, touch: true }]);
});

test('two fingers that part come nearer, by the ratio of their distances', () => {
  const gestures = gesturesOf([
    { phase: 'down', pointerId: 1, x: 0 },
    { phase: 'down', pointerId: 2, x: 100 },
    { phase: 'move', pointerId: 2, x: 200 },
  ]);
  expect(gestures).toContainEqual({ kind: 'dolly', factor: 0.5 });
});

test('two fingers that go the same way move the view by that way and leave the distance', () => {
  const gestures = gesturesOf([
    { phase: 'down', pointerId: 1, x: 0 },
    { phase: 'down', pointerId: 2, x: 100 },
    { phase: 'move', pointerId: 1, x: 10 },
    { phase: 'move', pointerId: 2, x: 110 },
  ]);
  const panned = gestures.reduce((sum, each) => sum + (each.kind === 'pan' ? each.dx : 0), 0);
  const zoomed = gestures.reduce((all, each) => all * (each.kind === 'dolly' ? each.factor : 1), 1);
  expect(panned).toBeCloseTo(10, 12);
  expect(zoomed).toBeCloseTo(1, 12);
});

test('after two fingers the one that stays neither turns nor taps', () => {
  const gestures = gesturesOf([
    { phase: 'down', pointerId: 1 },
    { phase: 'down', pointerId: 2, x: 100 },
    { phase: 'up', pointerId: 2, x: 100 },
    { phase: 'move', pointerId: 1, x: 60 },
    { phase: 'up', pointerId: 1, x: 60 },
  ]);
  expect(gestures).toEqual([]);
});

test('a third finger is ignored', () => {
  const gestures = gesturesOf([
    { phase: 'down', pointerId: 1 },
    { phase: 'down', pointerId: 2, x: 100 },
    { phase: 'down', pointerId: 3, x: 50 },
    { phase: 'move', pointerId: 3, x: 90 },
  ]);
  expect(gestures).toEqual([]);
});
