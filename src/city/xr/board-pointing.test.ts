import { expect, test } from 'vitest';
import type { Vec3 } from '#contract/preview.ts';
import type { XrDevice } from '#contract/xr.ts';
import { createBoardPose, faceReader } from '#plan/board-pose.ts';
import { button, row } from '#view/room/room-board.ts';
import { BoardPointing } from './board-pointing.ts';
import { layBoard } from './board-layout.ts';
import type { BoardPencil } from './board-pencil.ts';
import { BoardSlot } from './board-slot.ts';

const eyes: Vec3 = { x: 0, y: 1.6, z: 0 };
const pencil = {
  lay: (blocks, tallest) => layBoard(blocks, (text, em) => text.length * em * 0.5, tallest),
} satisfies Partial<BoardPencil> as unknown as BoardPencil;

/** Two rows: play, then one button that can be pressed and one that cannot. */
function boardAt(z: number): BoardSlot {
  const slot = new BoardSlot('menu', createBoardPose(0.26, 0.26));
  const play = { kind: 'intent', intent: { kind: 'play' } } as const;
  slot.say(
    [
      row(button('play', 'Play', play)),
      row(button('stop', 'Stop', play), button('no', 'No', undefined)),
    ],
    pencil,
  );
  slot.resize(0.26);
  faceReader(slot.pose, { x: 0, y: 1.6, z }, eyes);
  return slot;
}

function device(tip: Vec3, direction: Vec3 = { x: 0, y: 0, z: 1 }): XrDevice {
  return {
    side: 'right',
    kind: 'hand',
    isTracked: true,
    ray: { origin: { ...tip }, direction },
    gripPoint: tip,
    tip,
    palm: { point: tip, out: tip, along: tip },
    grab: 0,
    select: 0,
    stick: { right: 0, ahead: 0 },
    isFirstDown: false,
    isSecondDown: false,
  };
}

/** Height of the first and the second row's middle on a board at eye height. */
const [firstRow, secondRow] = [1.6 + 0.015, 1.6 - 0.015];

test('a ray points at the button it meets; what cannot be pressed is no button', () => {
  const pointing = new BoardPointing();
  const slot = boardAt(0.5);
  pointing.follow(device({ x: 0, y: firstRow, z: 0.1 }), [slot]);
  expect(pointing.slot).toBe(slot);
  expect(pointing.button?.button.key).toBe('play');
  expect(pointing.reachMetres).toBeCloseTo(0.4, 2);
  pointing.follow(device({ x: -0.06, y: secondRow, z: 0.1 }), [slot]);
  expect(pointing.button?.button.key).toBe('stop');
  pointing.follow(device({ x: 0.06, y: secondRow, z: 0.1 }), [slot]);
  expect(pointing.slot).toBe(slot);
  expect(pointing.button).toBeUndefined();
  pointing.follow(device({ x: 0.4, y: secondRow, z: 0.1 }), [slot]);
  expect(pointing.slot).toBeUndefined();
});

test('of two boards one after the other the nearer is meant', () => {
  const pointing = new BoardPointing();
  const [near, far] = [boardAt(0.5), boardAt(0.9)];
  pointing.follow(device({ x: 0, y: firstRow, z: 0.1 }), [far, near]);
  expect(pointing.slot).toBe(near);
});

test('a fingertip presses once as it goes through, and again only after it came back', () => {
  const pointing = new BoardPointing();
  const slot = boardAt(0.5);
  const presses = [0.4, 0.47, 0.49, 0.502, 0.51, 0.498, 0.502, 0.495, 0.501, 0.48, 0.503].map(
    (z) => {
      pointing.follow(device({ x: 0, y: firstRow, z }), [slot]);
      return pointing.isPressed;
    },
  );
  expect(presses.map(Number).join('')).toBe('00010000001');
  expect(pointing.button?.button.key).toBe('play');
  expect(pointing.isTouching).toBe(true);
});

test('a hand that comes from behind presses nothing', () => {
  const pointing = new BoardPointing();
  const slot = boardAt(0.5);
  for (const z of [0.6, 0.55, 0.52, 0.5, 0.49]) {
    pointing.follow(device({ x: 0, y: firstRow, z }), [slot]);
    expect(pointing.isPressed).toBe(false);
  }
});

test('a hand that is not seen points at nothing', () => {
  const pointing = new BoardPointing();
  const slot = boardAt(0.5);
  const seen = device({ x: 0, y: firstRow, z: 0.49 });
  pointing.follow(seen, [slot]);
  pointing.follow({ ...seen, isTracked: false }, [slot]);
  expect(pointing.slot).toBeUndefined();
  expect(pointing.isTouching).toBe(false);
});
