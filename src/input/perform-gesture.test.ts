import { expect, test } from 'vitest';
import { createFakeInputWorld } from '#tests/fakes/fake-input-world.ts';
import { metresPerPixel, performGesture } from './perform-gesture.ts';

const place = { left: 10, top: 20, width: 800, height: 600 };
const head = { kind: 'head', position: 3, layer: 5, head: 2 } as const;

test('hovering tells the preview what lies there and where the pointer is on the page', () => {
  const world = createFakeInputWorld();
  world.preview.set({ focus: { kind: 'token', position: 0 } });
  world.setPicked(head);
  performGesture({ kind: 'hover', point: { x: 100, y: 50 } }, world, place);
  expect(world.preview.state).toMatchObject({
    hover: head,
    focus: undefined,
    pointer: { x: 110, y: 70 },
  });
  performGesture({ kind: 'leave' }, world, place);
  expect(world.preview.state.hover).toBeUndefined();
});

test('a click selects the token a thing belongs to, a click on nothing lets go', () => {
  const world = createFakeInputWorld();
  world.setPicked({ kind: 'beam', layer: 1, head: 0, query: 4, key: 2 });
  performGesture({ kind: 'tap', point: { x: 1, y: 1 }, touch: false }, world, place);
  world.setPicked(undefined);
  performGesture({ kind: 'tap', point: { x: 1, y: 1 }, touch: false }, world, place);
  expect(world.intents).toEqual([
    { kind: 'select-token', position: 4 },
    { kind: 'select-token', position: null },
  ]);
});

test('a tap of a finger on a detail says what it is and keeps the selection', () => {
  const world = createFakeInputWorld();
  world.setPicked(head);
  performGesture({ kind: 'tap', point: { x: 1, y: 1 }, touch: true }, world, place);
  expect(world.preview.state.hover).toEqual(head);
  expect(world.intents).toEqual([]);
});

test('a double click goes into what lies there', () => {
  const world = createFakeInputWorld();
  world.setPicked(head);
  performGesture({ kind: 'double-tap', point: { x: 1, y: 1 } }, world, place);
  expect(world.intents).toEqual([
    { kind: 'zoom-to', place: { level: 'layer', layer: head.layer } },
  ]);
});

test('a pan keeps what is looked at under the hand: pixels become metres at its distance', () => {
  const world = createFakeInputWorld();
  if (world.rig === undefined) throw new Error('The fake world has a camera.');
  // The fake camera's rays spread by 1/1000 a pixel, and its target is 10 m away.
  expect(metresPerPixel(world.rig, place)).toBeCloseTo(0.01, 9);
  performGesture({ kind: 'pan', dx: 50, dy: 0 }, world, place);
  expect(world.rigCalls[0]?.[1]).toBeCloseTo(-0.5, 9);
});
