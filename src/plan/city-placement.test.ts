import { expect, test } from 'vitest';
import type { Vec3 } from '#contract/preview.ts';
import type { CityPlacement } from '#contract/xr.ts';
import { cityMeasures } from './city-measures.ts';
import {
  cityDirectionOf,
  cityPointOf,
  placementAtRest,
  placementInside,
  placementMoved,
  placementOfTower,
  placementOnFloor,
  placementScaled,
  placementSnapped,
  placementTurned,
  roomDirection,
  roomPoint,
  scaleOf,
} from './city-placement.ts';
import { cityPlan } from './city-plan.ts';
import { arcLanding } from './teleport-arc.ts';
import { placementHeld } from './two-hand-move.ts';

const shape = {
  layerCount: 30,
  headCount: 9,
  kvHeadCount: 3,
  width: 576,
  neuronCount: 1536,
  vocabularySize: 49152,
  headWidth: 64,
  contextLength: 8192,
};
const ring = cityPlan({ tokenCount: 5, shape, layout: 'ring' });
const head = { point: { x: 0.3, y: 1.6, z: -0.2 }, direction: { x: 0.6, y: -0.2, z: 0.8 } };
const odd: CityPlacement = { origin: { x: 1, y: 0.5, z: -2 }, yawRadians: 0.7, scale: 0.4 };

function expectPoint(actual: Vec3, expected: Vec3): void {
  expect(actual.x).toBeCloseTo(expected.x, 9);
  expect(actual.y).toBeCloseTo(expected.y, 9);
  expect(actual.z).toBeCloseTo(expected.z, 9);
}

/** Angle along the ground from where one looks to a place in the room. */
function besideGaze(at: Vec3): number {
  return Math.atan2(at.x - head.point.x, at.z - head.point.z) - Math.atan2(0.6, 0.8);
}

test('a point of the city goes into the room and back', () => {
  const point = { x: 3, y: 7, z: -11 };
  expectPoint(cityPointOf(odd, roomPoint(odd, point)), point);
  expectPoint(cityDirectionOf(odd, roomDirection(odd, point)), point);
});

test('inside the ring one stands in its middle, the wished tower straight ahead', () => {
  const placement = placementInside(ring, head, 2);
  expectPoint(cityPointOf(placement, { ...head.point, y: 0 }), { x: 0, y: 0, z: 0 });
  const tower = ring.towers[2];
  const at = roomPoint(placement, { x: tower?.x ?? 0, y: 0, z: tower?.z ?? 0 });
  expect(besideGaze(at)).toBeCloseTo(0, 9);
});

test('on the table the towers are 1.2 m tall, in the room 3 m, before whoever looks', () => {
  for (const [rest, tall] of [
    ['table', 1.2],
    ['room', 3],
  ] as const) {
    const placement = placementAtRest(ring, rest, head, 0);
    expect(placement.scale * ring.roofMetres).toBeCloseTo(tall, 9);
    expect(besideGaze(roomPoint(placement, { x: 0, y: 0, z: 0 }))).toBeCloseTo(0, 6);
  }
  expect(placementAtRest(ring, 'street', head, 0).scale).toBe(1);
});

test('a tower brought here is life-size, its street wall 0.7 m before the eyes', () => {
  const place = ring.towers[1];
  if (!place) throw new Error('The ring has five towers.');
  const placement = placementOfTower(place, head);
  const eye = cityPointOf(placement, head.point);
  const away = Math.hypot(eye.x - place.x, eye.z - place.z) - cityMeasures.towerMetres / 2;
  expect(placement.scale).toBe(1);
  expect(away).toBeCloseTo(0.7, 9);
});

test('a lift puts a floor under the feet and moves nothing else', () => {
  const placement = placementInside(ring, head, 2);
  const lifted = placementOnFloor(placement, ring, 23);
  const under = cityPointOf(lifted, { ...head.point, y: 0 });
  expect(under.y).toBeCloseTo(ring.floors.baseMetres(23), 9);
  expect(lifted.origin.x).toBe(placement.origin.x);
  expectPoint(placementOnFloor(lifted, ring, undefined).origin, placement.origin);
});

test('a step, a turn and a change of size keep what is under the feet or in the hand', () => {
  const at = { x: 0.4, y: 0, z: 1.1 };
  const held = cityPointOf(odd, at);
  const turned = placementTurned(odd, at, Math.PI / 6);
  expectPoint(roomPoint(turned, held), at);
  // To the right: what was ahead is at the left now.
  const ahead = cityPointOf(odd, { x: at.x, y: 0, z: at.z + 1 });
  expect(roomPoint(turned, ahead).x).toBeLessThan(at.x);
  const scaled = placementScaled(odd, at, 1.5);
  expectPoint(roomPoint(scaled, held), at);
  expect(scaled.scale).toBeCloseTo(0.6, 9);
  const moved = placementMoved(odd, { x: 0, y: 0, z: 0 }, at);
  expectPoint(roomPoint(moved, held), { x: 0, y: 0, z: 0 });
});

test('in two hands the city turns and grows with them, both points staying in the hands', () => {
  const from = [
    { x: -0.2, y: 1, z: 0.5 },
    { x: 0.2, y: 1, z: 0.5 },
  ] as const;
  const to = [
    { x: 0.1, y: 1.2, z: 0.2 },
    { x: 0.1, y: 1.2, z: 1 },
  ] as const;
  const placement = placementHeld(odd, from, to);
  expect(placement.scale).toBeCloseTo(0.8, 9);
  from.forEach((point, hand) => {
    const target = to[hand];
    if (target) expectPoint(roomPoint(placement, cityPointOf(odd, point)), target);
  });
  const one = placementHeld(odd, [from[0]], [to[0]]);
  expectPoint(roomPoint(one, cityPointOf(odd, from[0])), to[0]);
  expect(one.scale).toBe(odd.scale);
});

test('let go near a scale of rest the city rests there, elsewhere it stays', () => {
  const at = { x: 0, y: 1, z: 0 };
  const near = { ...odd, scale: scaleOf(ring, 'room') * 1.1 };
  expect(placementSnapped(near, ring, at).scale).toBeCloseTo(scaleOf(ring, 'room'), 9);
  expect(placementSnapped(odd, ring, at)).toBe(odd);
});

test('an arc comes down where a thrown stone would, and not too far off', () => {
  const level = arcLanding({ origin: { x: 0, y: 1, z: 0 }, direction: { x: 0, y: 0, z: 1 } });
  expect(level.y).toBe(0);
  expect(level.z).toBeCloseTo(6.5 * Math.sqrt(2 / 9.81), 9);
  const down = arcLanding({ origin: { x: 2, y: 1, z: 3 }, direction: { x: 0, y: -1, z: 0 } });
  expectPoint(down, { x: 2, y: 0, z: 3 });
  // From as high as an arm reaches, at whatever angle.
  const metres = Array.from({ length: 91 }, (_, degrees) => {
    const [y, z] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
    return arcLanding({ origin: { x: 0, y: 2, z: 0 }, direction: { x: 0, y, z } }).z;
  });
  expect(Math.max(...metres)).toBeCloseTo(6, 0);
});
