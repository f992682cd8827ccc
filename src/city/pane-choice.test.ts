import { expect, test } from 'vitest';
import type { ModelShape } from '#contract/model-shape.ts';
import { avenuePlan, floorBaseMetres, towerMiddleMetres } from '#tests/support/avenue.ts';
import { armsLengthMetres, choosePanes, nearWall, numberedPaneLimit } from './pane-choice.ts';

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
const plan = avenuePlan(5, shape);
const height = floorBaseMetres(10) + 0.2;

function lookFrom(metres: number, x = towerMiddleMetres(2)): Parameters<typeof nearWall>[0] {
  return { position: { x, y: height, z: -0.75 - metres }, target: { x, y: height, z: 0 } };
}

test('a wall is near within arm’s length and not beyond, and not from behind', () => {
  expect(nearWall(lookFrom(1), plan)).toMatchObject({ position: 2, face: 'street' });
  expect(nearWall(lookFrom(armsLengthMetres + 0.01), plan)).toBeUndefined();
  const { position, target } = lookFrom(1);
  expect(nearWall({ position, target: { ...target, z: -9 } }, plan)).toBeUndefined();
  expect(nearWall(lookFrom(1, towerMiddleMetres(7)), plan)).toBeUndefined();
});

test('the nearest panes are chosen, none twice, none above what is lit', () => {
  const wall = nearWall(lookFrom(0.6), plan);
  if (!wall) throw new Error('The wall should be near.');
  const panes = choosePanes(wall, plan, 10);
  expect(panes).toHaveLength(numberedPaneLimit);
  expect(
    new Set(panes.map((pane) => `${pane.site} ${String(pane.layer)} ${String(pane.bin)}`)).size,
  ).toBe(panes.length);
  expect(Math.max(...panes.map(({ layer }) => layer))).toBe(10);
  expect(choosePanes(wall, plan, 8).every(({ layer }) => layer <= 8)).toBe(true);
  expect(choosePanes(wall, plan, -1)).toEqual([]);
});

test('one who looks up at a slant gets the panes looked at, not those beside the nose', () => {
  const { position } = lookFrom(0.7);
  const level = nearWall({ position, target: { ...position, z: 0 } }, plan);
  const up = nearWall({ position, target: { ...position, y: position.y + 0.4, z: 0 } }, plan);
  expect(up?.height ?? 0).toBeGreaterThan((level?.height ?? 0) + 0.15);
});
