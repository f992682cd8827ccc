import { expect, test } from 'vitest';
import type { ModelShape } from '#contract/model-shape.ts';
import {
  avenuePlan,
  avenuePoint,
  floorBaseMetres,
  towerMiddleMetres,
} from '#tests/support/avenue.ts';
import { cityMeasures } from './city-measures.ts';
import { faceAlong, faceNormal, faces } from './face.ts';

const shape: ModelShape = {
  layerCount: 30,
  width: 576,
  headCount: 9,
  kvHeadCount: 3,
  headWidth: 64,
  neuronCount: 1536,
  vocabularySize: 49152,
  contextLength: 2048,
};

test('thirty floors stand 15 m high on their plinth', () => {
  const plan = avenuePlan(5, shape);
  expect(plan.roofMetres - cityMeasures.plinthHeightMetres).toBeCloseTo(15, 12);
  expect(plan.crownMetres).toBeGreaterThan(plan.roofMetres);
  expect(floorBaseMetres(0)).toBe(cityMeasures.plinthHeightMetres);
});

test('towers stand a pitch apart in reading order and never move when more are written', () => {
  expect(towerMiddleMetres(0)).toBe(0);
  expect(towerMiddleMetres(4) - towerMiddleMetres(3)).toBeCloseTo(cityMeasures.pitchMetres, 12);
  const short = avenuePlan(5, shape);
  const long = avenuePlan(6, shape);
  expect(long.shown.slice(0, 5).map(({ x, z }) => [x, z])).toEqual(
    short.shown.map(({ x, z }) => [x, z]),
  );
});

test('plinths of neighbours do not touch', () => {
  expect(cityMeasures.pitchMetres).toBeGreaterThan(cityMeasures.plinthMetres);
});

test('each wall is read left to right as seen from outside, in a left-handed city', () => {
  for (const face of faces) {
    const normal = faceNormal(face);
    const along = faceAlong(face);
    // Looking at the wall, the view's right is up × forward with forward = −normal.
    expect(along.x).toBeCloseTo(-normal.z, 12);
    expect(along.z).toBeCloseTo(normal.x, 12);
  }
});

test('a wall point lies on its tower’s wall, and in front of it by as much as asked', () => {
  const half = cityMeasures.towerMetres / 2;
  const at = { position: 2, layer: 3, u: half, v: 0.1 } as const;
  const onWall = avenuePoint({ ...at, face: 'street' });
  expect(onWall.x).toBeCloseTo(towerMiddleMetres(2), 12);
  expect(onWall.y).toBeCloseTo(floorBaseMetres(3) + 0.1, 12);
  expect(onWall.z).toBeCloseTo(-half, 12);
  expect(avenuePoint({ ...at, face: 'street', out: 1 }).z).toBeCloseTo(-half - 1, 12);
  expect(avenuePoint({ ...at, face: 'right' }).x).toBeCloseTo(towerMiddleMetres(2) + half, 12);
});
