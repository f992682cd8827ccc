import { expect, test } from 'vitest';
import type { Vec3 } from '#contract/preview.ts';
import { createBoardPose, faceReader, isOnBoard, meetBoard, nearBoard } from './board-pose.ts';
import type { BoardPose, BoardSpot } from './board-pose.ts';

const reader: Vec3 = { x: 0.3, y: 1.6, z: -0.2 };
const middles: readonly Vec3[] = [
  { x: 0.3, y: 1.6, z: 1 },
  { x: -0.5, y: 1.1, z: 0.2 },
  { x: 1.4, y: 2, z: -1 },
  { x: 0.31, y: 0.9, z: -0.6 },
];

function facing(middle: Vec3): BoardPose {
  const pose = createBoardPose(0.4, 0.3);
  faceReader(pose, middle, reader);
  return pose;
}

function spotOf(): BoardSpot {
  return { across: 0, along: 0, distanceMetres: 0 };
}

function towards(from: Vec3, to: Vec3): { origin: Vec3; direction: Vec3 } {
  const [x, y, z] = [to.x - from.x, to.y - from.y, to.z - from.z];
  const length = Math.hypot(x, y, z);
  return { origin: from, direction: { x: x / length, y: y / length, z: z / length } };
}

test.each(middles)('a board at $x, $y, $z looks its reader in the eyes, upright', (middle) => {
  const pose = facing(middle);
  const spot = spotOf();
  expect(meetBoard(pose, towards(reader, middle), spot)).toBe(true);
  expect(spot.across).toBeCloseTo(0.2);
  expect(spot.along).toBeCloseTo(0.15);
  const { x, y, z } = middle;
  expect(spot.distanceMetres).toBeCloseTo(Math.hypot(x - reader.x, y - reader.y, z - reader.z));
  expect(pose.right.y).toBe(0);
  expect(pose.down.y).toBeLessThan(0);
  const { right, down } = pose;
  expect(right.x * down.x + right.y * down.y + right.z * down.z).toBeCloseTo(0);
  expect(Math.hypot(down.x, down.y, down.z)).toBeCloseTo(1);
});

test('its right is the reader’s right', () => {
  const pose = facing({ x: 0.3, y: 1.6, z: 1 });
  // Ahead is +z in a left-handed room: right is +x.
  expect(pose.right.x).toBeCloseTo(1);
  expect(pose.corner.x).toBeCloseTo(0.1);
  expect(pose.corner.y).toBeCloseTo(1.75);
});

test('a ray meets the board where it points, not beside it and not from behind', () => {
  const pose = facing({ x: 0.3, y: 1.6, z: 1 });
  const spot = spotOf();
  expect(meetBoard(pose, towards(reader, { x: 0.15, y: 1.7, z: 1 }), spot)).toBe(true);
  expect(spot.across).toBeCloseTo(0.05);
  expect(spot.along).toBeCloseTo(0.05);
  expect(meetBoard(pose, towards(reader, { x: 0.6, y: 1.7, z: 1 }), spot)).toBe(false);
  const behind: Vec3 = { x: 0.3, y: 1.6, z: 2 };
  expect(meetBoard(pose, towards(behind, { x: 0.3, y: 1.6, z: 1 }), spot)).toBe(false);
  const away = towards({ x: 0.3, y: 1.6, z: 1 }, reader);
  expect(meetBoard(pose, { ...away, origin: reader }, spot)).toBe(false);
});

test('a fingertip is before the board, and behind it once it has gone through', () => {
  const pose = facing({ x: 0.3, y: 1.6, z: 1 });
  const spot = spotOf();
  nearBoard(pose, { x: 0.4, y: 1.5, z: 0.98 }, spot);
  expect(spot.distanceMetres).toBeCloseTo(0.02);
  expect(spot.across).toBeCloseTo(0.3);
  expect(spot.along).toBeCloseTo(0.25);
  nearBoard(pose, { x: 0.4, y: 1.5, z: 1.01 }, spot);
  expect(spot.distanceMetres).toBeCloseTo(-0.01);
  expect(isOnBoard(pose, spot, 0)).toBe(true);
  nearBoard(pose, { x: 0.52, y: 1.5, z: 1 }, spot);
  expect(isOnBoard(pose, spot, 0)).toBe(false);
  expect(isOnBoard(pose, spot, 0.03)).toBe(true);
});
