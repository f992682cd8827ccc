import { expect, test } from 'vitest';
import { createFakeInputWorld } from '#tests/fakes/fake-input-world.ts';
import { HoverPicking } from './hover-picking.ts';

const place = { left: 0, top: 0, width: 800, height: 600 };
const token = { kind: 'token', position: 1 } as const;

test('many moves of the pointer are one pick a frame, of the newest point', () => {
  const world = createFakeInputWorld();
  const hover = new HoverPicking(world, () => place);
  world.setPicked(token);
  hover.pointAt({ x: 1, y: 1 });
  hover.pointAt({ x: 2, y: 2 });
  expect(world.preview.state.hover).toBeUndefined();
  hover.tick();
  expect(world.preview.state).toMatchObject({ hover: token, pointer: { x: 2, y: 2 } });
});

test('a camera that moves on its own changes what lies under a resting pointer', () => {
  const world = createFakeInputWorld();
  const hover = new HoverPicking(world, () => place);
  world.setPicked(token);
  hover.pointAt({ x: 1, y: 1 });
  hover.tick();
  world.setPicked(undefined);
  hover.tick();
  expect(world.preview.state.hover).toEqual(token);
  world.moveCamera();
  hover.tick();
  expect(world.preview.state.hover).toBeUndefined();
});

test('a drag ends the hovering until the pointer moves freely again', () => {
  const world = createFakeInputWorld();
  const hover = new HoverPicking(world, () => place);
  world.setPicked(token);
  hover.pointAt({ x: 1, y: 1 });
  hover.forget();
  hover.tick();
  expect(world.preview.state.hover).toBeUndefined();
});
