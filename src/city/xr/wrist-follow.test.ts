import { expect, test } from 'vitest';
import type { XrDevice } from '#contract/xr.ts';
import { boardPixels } from './board-layout.ts';
import { isPalmShown, menuWidthMetres, WristFollow } from './wrist-follow.ts';

const eyes = { x: 0, y: 1.6, z: 0 };

function hand(outY: number, change: Partial<XrDevice> = {}): XrDevice {
  const level = Math.sqrt(1 - outY * outY);
  return {
    side: 'left',
    kind: 'hand',
    isTracked: true,
    ray: { origin: eyes, direction: { x: 0, y: 0, z: 1 } },
    gripPoint: { x: -0.15, y: 1.15, z: 0.35 },
    tip: { x: -0.1, y: 1.2, z: 0.4 },
    palm: {
      point: { x: -0.15, y: 1.15, z: 0.35 },
      // Turned up and towards the eyes.
      out: { x: 0, y: outY, z: -level },
      along: { x: 0, y: 0, z: 1 },
    },
    grab: 0,
    select: 0,
    stick: { right: 0, ahead: 0 },
    isFirstDown: false,
    isSecondDown: false,
    ...change,
  };
}

const still = { deltaMillis: 14, isAimedAt: false };

test('a palm that is turned up opens the menu, and has to be turned clearly away to close it', () => {
  expect(isPalmShown(hand(0.4).palm, eyes, false)).toBe(false);
  expect(isPalmShown(hand(0.8).palm, eyes, false)).toBe(true);
  expect(isPalmShown(hand(0.4).palm, eyes, true)).toBe(true);
  expect(isPalmShown(hand(0.1).palm, eyes, true)).toBe(false);
  expect(isPalmShown(hand(-1).palm, eyes, true)).toBe(false);
});

test('it stands above the palm, within reach and large enough to be read', () => {
  const wrist = new WristFollow();
  wrist.follow(hand(0.9), eyes, still);
  wrist.stand(eyes);
  expect(wrist.isOpen).toBe(true);
  const { corner, right, down, widthMetres, heightMetres } = wrist.pose;
  const middle = {
    x: corner.x + (right.x * widthMetres + down.x * heightMetres) / 2,
    y: corner.y + (right.y * widthMetres + down.y * heightMetres) / 2,
    z: corner.z + (right.z * widthMetres + down.z * heightMetres) / 2,
  };
  expect(middle.y).toBeGreaterThan(1.15 + heightMetres / 2);
  const away = Math.hypot(middle.x - eyes.x, middle.y - eyes.y, middle.z - eyes.z);
  const smallest = (boardPixels.smallest / boardPixels.width) * menuWidthMetres;
  expect((smallest / away) * (180 / Math.PI)).toBeGreaterThan(1);
  expect((boardPixels.row / boardPixels.width) * menuWidthMetres).toBeGreaterThan(0.022);
});

test('a button opens it whatever the palm does, and closes it again', () => {
  const wrist = new WristFollow();
  wrist.toggle();
  wrist.follow(hand(-1), eyes, still);
  wrist.stand(eyes);
  expect(wrist.isOpen).toBe(true);
  wrist.toggle();
  wrist.follow(hand(-1), eyes, still);
  wrist.stand(eyes);
  expect(wrist.isOpen).toBe(false);
});

test('a hand out of sight holds it where it is', () => {
  const wrist = new WristFollow();
  wrist.follow(hand(0.9), eyes, still);
  wrist.stand(eyes);
  const before = { ...wrist.pose.corner };
  const moved = hand(-1, { isTracked: false });
  wrist.follow(moved, eyes, still);
  wrist.stand(eyes);
  expect(wrist.isOpen).toBe(true);
  expect(wrist.pose.corner).toEqual(before);
});

test('it follows a hand at leisure, and hardly while somebody aims at it', () => {
  const moveOf = (isAimedAt: boolean): number => {
    const wrist = new WristFollow();
    wrist.follow(hand(0.9), eyes, still);
    wrist.stand(eyes);
    const { x } = wrist.pose.corner;
    const palm = { ...hand(0.9).palm, point: { x: -0.11, y: 1.15, z: 0.35 } };
    wrist.follow(hand(0.9, { palm }), eyes, { deltaMillis: 14, isAimedAt });
    wrist.stand(eyes);
    return wrist.pose.corner.x - x;
  };
  expect(moveOf(false)).toBeGreaterThan(0.004);
  expect(moveOf(false)).toBeLessThan(0.02);
  expect(Math.abs(moveOf(true))).toBeLessThan(0.003);
});
