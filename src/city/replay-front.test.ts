import { expect, test } from 'vitest';
import type { Cursor } from '#contract/intent.ts';
import { initialState } from '#store/initial-state.ts';
import type { StoreState } from '#store/read.ts';
import { fakeHello } from '#tests/fakes/fake-run.ts';
import { climbedLayers, ReplayFollower, uncutLayers } from './replay-front.ts';

const hello = { ...fakeHello(), run: { ...fakeHello().run, promptTokenCount: 3 } };
const layerCount = hello.model.layerCount;

function stateAt(cursor: Cursor, change: Partial<StoreState> = {}): StoreState {
  return { ...initialState, hello, cursor, playing: true, ...change };
}
const at = (position: number, layer: number, sweep = false): Cursor => ({ position, layer, sweep });
const frame = { timeMillis: 0, deltaMillis: 16 };

test('the front never passes the cursor and reaches it', () => {
  const follower = new ReplayFollower();
  follower.tick(frame, stateAt(at(3, -1)), false);
  let before = 0;
  for (let nth = 0; nth < 200; nth += 1) {
    const layer = Math.min(layerCount - 1, Math.floor(nth / 20));
    follower.tick(frame, stateAt(at(3, layer)), false);
    expect(follower.front.heightLayers).toBeLessThanOrEqual(layer + 1);
    expect(follower.front.heightLayers).toBeGreaterThanOrEqual(before);
    before = follower.front.heightLayers;
  }
  expect(follower.front.heightLayers).toBe(layerCount);
});

test('the pulse fades when nothing climbs, and then asks for no more frames', () => {
  const follower = new ReplayFollower();
  follower.tick(frame, stateAt(at(3, -1)), false);
  let moves = follower.tick(frame, stateAt(at(3, 1)), false);
  expect(moves).toBe(true);
  expect(follower.front.strength).toBeGreaterThan(0);
  const done = stateAt(at(3, 1), { playing: false });
  for (let nth = 0; nth < 400; nth += 1) moves = follower.tick(frame, done, false);
  expect(moves).toBe(false);
  expect(follower.front.strength).toBe(0);
});

test('a seek shows no climb, a step of one layer does', () => {
  const follower = new ReplayFollower();
  const paused = { playing: false };
  follower.tick(frame, stateAt(at(1, layerCount - 1), paused), false);
  follower.tick(frame, stateAt(at(3, layerCount - 1), paused), false);
  expect(follower.front).toMatchObject({ heightLayers: layerCount, strength: 0 });
  follower.tick(frame, stateAt(at(3, 0), paused), false);
  expect(follower.front).toMatchObject({ heightLayers: 1, strength: 0 });
  follower.tick(frame, stateAt(at(3, 1), paused), false);
  expect(follower.front.heightLayers).toBeGreaterThan(1);
  expect(follower.front.heightLayers).toBeLessThan(2);
});

test('the next token’s climb starts at the street', () => {
  const follower = new ReplayFollower();
  follower.tick(frame, stateAt(at(3, layerCount - 1)), false);
  follower.tick(frame, stateAt(at(4, 0)), false);
  expect(follower.front.position).toBe(4);
  expect(follower.front.heightLayers).toBeLessThan(1);
});

test('a sweep climbs in all prompt towers together', () => {
  const follower = new ReplayFollower();
  follower.tick(frame, stateAt(at(2, 0, true)), false);
  expect(follower.front.sweptBelow).toBe(3);
  follower.tick(frame, stateAt(at(2, 0, false)), false);
  expect(follower.front.sweptBelow).toBe(0);
});

test('with reduced motion the front is where the cursor is and never glows', () => {
  const follower = new ReplayFollower();
  expect(follower.tick(frame, stateAt(at(3, -1)), true)).toBe(false);
  expect(follower.tick(frame, stateAt(at(3, 1)), true)).toBe(false);
  expect(follower.front).toMatchObject({ heightLayers: 2, strength: 0 });
});

test('finished towers stand whole, those ahead not at all, those that climb as high as the front', () => {
  const cutLayers = uncutLayers;
  const front = { position: 4, heightLayers: 2.5, strength: 0, sweptBelow: 0, cutLayers };
  const whole = uncutLayers;
  expect([3, 4, 5].map((position) => climbedLayers(front, position))).toEqual([whole, 2.5, 0]);
  const swept = { ...front, sweptBelow: 5 };
  expect([0, 4, 5].map((position) => climbedLayers(swept, position))).toEqual([2.5, 2.5, 0]);
  const cut = { ...front, cutLayers: 2 };
  expect([3, 4, 5].map((position) => climbedLayers(cut, position))).toEqual([2, 2, 0]);
});
