import { NullEngine } from '@babylonjs/core/Engines/nullEngine';
import { Scene } from '@babylonjs/core/scene';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CityPlacement } from '#contract/xr.ts';
import { RoomRig } from './room-rig.ts';

const at = (x: number): CityPlacement => ({ origin: { x, y: 0, z: 0 }, yawRadians: 0, scale: 1 });
const [here, there, elsewhere] = [at(0), at(5), at(9)];
let engine: NullEngine;
let rig: RoomRig;

beforeEach(() => {
  engine = new NullEngine();
  rig = new RoomRig(new Scene(engine));
  rig.place(here);
  rig.advance(200);
});

afterEach(() => {
  engine.dispose();
});

test('a new place comes once it is dark, and its light comes back; the latest wish counts', () => {
  rig.fadeTo(there);
  rig.fadeTo(elsewhere);
  rig.advance(100);
  expect(rig).toMatchObject({ placement: here, goal: elsewhere, isFading: true });
  rig.advance(100);
  expect(rig).toMatchObject({ placement: elsewhere, goal: elsewhere, isFading: false, fade: 1 });
  rig.advance(200);
  expect(rig.fade).toBe(0);
});

test('placed at once in the middle of a fade, that leads nowhere and it grows light again', () => {
  rig.fadeTo(there);
  rig.advance(100);
  rig.place(elsewhere);
  expect(rig).toMatchObject({ placement: elsewhere, goal: elsewhere, isFading: false });
  rig.advance(200);
  expect(rig).toMatchObject({ placement: elsewhere, fade: 0 });
});

test('a new session begins in the dark and waits for no place of the one before', () => {
  rig.fadeTo(there);
  rig.reset();
  rig.advance(500);
  expect(rig).toMatchObject({ placement: here, isFading: false, fade: 1 });
  rig.fadeTo(elsewhere);
  expect(rig).toMatchObject({ placement: elsewhere, isFading: false });
});
