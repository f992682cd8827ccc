import { expect, test } from 'vitest';
import type { Gesture, PointerSample } from '#input/actor.ts';
import { dollyFactor, MouseGestures } from './mouse-gestures.ts';

type Moment = Partial<PointerSample> & Pick<PointerSample, 'phase'>;

function gesturesOf(moments: readonly Moment[]): Gesture[] {
  const gestures: Gesture[] = [];
  const mouse = new MouseGestures((gesture) => gestures.push(gesture));
  const still = { pointerId: 1, x: 0, y: 0, button: 0, shiftKey: false, timeMillis: 0 };
  for (const moment of moments) mouse.feed({ ...still, ...moment });
  return gestures;
}

test('a press that stays put is a tap where it was let go', () => {
  expect(
    gesturesOf([
      { phase: 'down', x: 10, y: 10 },
      { phase: 'move', x: 12, y: 11 },
      { phase: 'up', x: 12, y: 11 },
    ]),
  ).toEqual([{ kind: 'tap', point: { x: 12, y: 11 }, touch: false }]);
});

test('a drag turns by exactly the way it went once it is no tap any more', () => {
  const gestures = gesturesOf([
    { phase: 'down' },
    { phase: 'move', x: 3 },
    { phase: 'move', x: 9, y: 1 },
    { phase: 'move', x: 19, y: -4 },
    { phase: 'up', x: 19, y: -4 },
  ]);
  expect(gestures).toEqual([
    { kind: 'orbit', dx: 9, dy: 1 },
    { kind: 'orbit', dx: 10, dy: -5 },
  ]);
});

test.each([{ button: 2 }, { button: 1 }, { shiftKey: true }])(
  'another button or shift moves across: %o',
  (held) => {
    const gestures = gesturesOf([
      { phase: 'down', ...held },
      { phase: 'move', x: 20 },
      { phase: 'up', x: 20 },
    ]);
    expect(gestures).toEqual([{ kind: 'pan', dx: 20, dy: 0 }]);
  },
);

test('two taps in short order are a tap and a double tap, a third begins anew', () => {
  const tapAt = (timeMillis: number): Moment[] => [
    { phase: 'down', timeMillis },
    { phase: 'up', timeMillis },
  ];
  const kinds = gesturesOf([...tapAt(0), ...tapAt(200), ...tapAt(400)]).map(({ kind }) => kind);
  expect(kinds).toEqual(['tap', 'double-tap', 'tap']);
});

test('without a button the pointer hovers, and leaves', () => {
  expect(gesturesOf([{ phase: 'move', x: 5 }, { phase: 'leave' }])).toEqual([
    { kind: 'hover', point: { x: 5, y: 0 } },
    { kind: 'leave' },
  ]);
});

test('a cancelled press is neither drag nor tap', () => {
  expect(gesturesOf([{ phase: 'down' }, { phase: 'cancel' }, { phase: 'up' }])).toEqual([]);
});

test('the wheel moves away for positive, nearer for negative steps, and there and back is nothing', () => {
  const away = dollyFactor({ deltaY: 100, deltaMode: 0, ctrlKey: false });
  const back = dollyFactor({ deltaY: -100, deltaMode: 0, ctrlKey: false });
  expect(away).toBeGreaterThan(1);
  expect(away * back).toBeCloseTo(1, 12);
});

test('one event of the wheel never leaps, however large its step', () => {
  const factor = dollyFactor({ deltaY: 1e9, deltaMode: 2, ctrlKey: false });
  expect(factor).toBeLessThan(1.5);
});
