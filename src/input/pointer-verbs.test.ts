import { expect, test } from 'vitest';
import type { Gripped } from '#plan/pick-grip.ts';
import { createFakeInputWorld } from '#tests/fakes/fake-input-world.ts';
import type { PointerSample } from './actor.ts';
import { longPressMillis, PointerVerbs } from './pointer-verbs.ts';
import type { PointerDevice } from './pointer-verbs.ts';

type Moment = Partial<PointerSample> & Pick<PointerSample, 'phase'>;

const number: Gripped = {
  grip: { verb: 'grab', layer: 23 },
  target: { kind: 'layer', layer: 23 },
  point: { x: 0, y: 12, z: 0 },
  distanceMetres: 10,
  isHandle: true,
};
const torn = { layer: 23, head: 4, query: 4, key: 3 };
const beam: Gripped = {
  ...number,
  grip: { verb: 'pull', ...torn },
  target: { kind: 'beam', ...torn },
  isHandle: false,
};
const still = { pointerId: 1, x: 0, y: 0, button: -1, shiftKey: false, timeMillis: 0 };

function bench(width = 1000) {
  const world = createFakeInputWorld();
  const passed: string[] = [];
  const verbs = new PointerVerbs(world, {
    grips: world.grips,
    canvasPlace: () => ({ left: 10, top: 20, width, height: 800 }),
    pass: (sample, device) => passed.push(`${device} ${sample.phase} ${String(sample.x)}`),
  });
  const feed = (device: PointerDevice, moments: readonly Moment[]): readonly boolean[] =>
    moments.map((moment) => {
      const button = moment.phase === 'move' ? -1 : 0;
      return verbs.feed({ ...still, button, ...moment }, device);
    });
  return { world, verbs, passed, feed };
}

test('a mouse takes hold of what can be held, and drags it 400 pixels to change the model', () => {
  const { world, passed, feed } = bench();
  world.setGripped(number);
  const consumed = feed('mouse', [
    { phase: 'down', x: 100, y: 100 },
    { phase: 'move', x: 300, y: 100, timeMillis: 200 },
    { phase: 'leave', x: 300 },
    { phase: 'move', x: 500, y: 100, timeMillis: 400 },
    { phase: 'up', x: 500, y: 100, timeMillis: 600 },
  ]);
  expect(consumed).toEqual([true, true, true, true, true]);
  expect(world.intents).toEqual([{ kind: 'verb', stage: 'change', verb: 'grab', layer: 23 }]);
  expect(passed).toEqual([]);
  expect(world.preview.state).toMatchObject({
    held: [],
    handle: undefined,
    hover: undefined,
    pointer: { x: 510, y: 120 },
  });
});

test('what has no handle, another button and shift are left to the view', () => {
  const { world, feed } = bench();
  expect(feed('mouse', [{ phase: 'down' }, { phase: 'move', x: 9 }])).toEqual([false, false]);
  world.setGripped(number);
  expect(feed('mouse', [{ phase: 'down', button: 2 }])).toEqual([false]);
  expect(feed('mouse', [{ phase: 'down', shiftKey: true }])).toEqual([false]);
  expect(world.preview.state.held).toEqual([]);
});

test('a mouse takes a beam only when it is hovered: where beams are dense a quick press turns the view', () => {
  const { world, verbs, feed } = bench();
  world.setGripped(beam);
  expect(feed('mouse', [{ phase: 'down' }, { phase: 'move', x: 450 }])).toEqual([false, false]);
  world.preview.set({ hover: { kind: 'beam', ...torn, key: 2 } });
  expect(feed('mouse', [{ phase: 'down' }])).toEqual([false]);
  verbs.pointAt({ x: 0, y: 0 });
  expect(feed('mouse', [{ phase: 'down' }])).toEqual([true]);
  expect(world.preview.state.held).toMatchObject([{ actor: 'mouse', grip: beam.grip }]);
});

test.each<readonly [string, Moment]>([
  ['a second button', { phase: 'move', x: 450, button: 2 }],
  ['the browser', { phase: 'cancel' }],
])('%s lets go without doing anything', (_, moment) => {
  const { world, feed } = bench();
  world.setGripped(beam);
  world.preview.set({ hover: beam.target });
  feed('mouse', [{ phase: 'down' }, { phase: 'move', x: 450 }]);
  expect(world.preview.state.held).toMatchObject([{ actor: 'mouse', stage: 'change' }]);
  expect(world.preview.state.hover).toEqual(beam.target);
  expect(feed('mouse', [moment])).toEqual([true]);
  expect(feed('mouse', [{ phase: 'up', x: 450 }])).toEqual([false]);
  expect(world.intents).toEqual([]);
  expect(world.preview.state.held).toEqual([]);
});

test('dropped by a key, the rest of the press does nothing', () => {
  const { world, verbs, feed } = bench();
  world.setGripped(beam);
  world.preview.set({ hover: beam.target });
  expect(verbs.drop()).toBe(false);
  feed('mouse', [{ phase: 'down' }, { phase: 'move', x: 450 }]);
  expect(verbs.drop()).toBe(true);
  expect(feed('mouse', [{ phase: 'up', x: 450 }])).toEqual([false]);
  expect(world.intents).toEqual([]);
});

test('a press on a handle that stays put is the tap it always was', () => {
  const { world, passed, feed } = bench();
  world.setGripped(beam);
  world.preview.set({ hover: beam.target });
  feed('mouse', [
    { phase: 'down', x: 3 },
    { phase: 'up', x: 4, timeMillis: 900 },
  ]);
  expect(passed).toEqual(['mouse down 3', 'mouse up 4']);
  feed('touch', [{ phase: 'down' }]);
  feed('touch', [{ phase: 'up', timeMillis: 100 }]);
  world.setGripped(number);
  feed('touch', [{ phase: 'down', x: 7 }]);
  feed('touch', [{ phase: 'up', x: 8, timeMillis: 100 }]);
  expect(passed.slice(2)).toEqual(['touch down 7', 'touch up 8']);
  expect(world.intents).toEqual([]);
});

test('a finger takes a handle at once, and reaches farther than a mouse', () => {
  const { world, feed } = bench();
  world.setGripped(number);
  const consumed = feed('touch', [
    { phase: 'down', pointerId: 7 },
    { phase: 'move', pointerId: 7, y: 120, timeMillis: 300 },
    { phase: 'up', pointerId: 7, y: 120, timeMillis: 400 },
  ]);
  expect(consumed).toEqual([true, true, true]);
  expect(world.reaches).toEqual([14]);
  expect(world.intents).toEqual([{ kind: 'verb', stage: 'read', verb: 'grab', layer: 23 }]);
});

test('a finger that rests on a beam takes it and shows so; one that moves on turns the view', () => {
  const { world, passed, feed } = bench();
  world.setGripped(beam);
  expect(feed('touch', [{ phase: 'down', x: 50 }])).toEqual([false]);
  world.passMillis(longPressMillis);
  expect(world.preview.state.held).toMatchObject([{ actor: 'touch-1', grip: beam.grip }]);
  expect(passed).toEqual(['touch cancel 50']);
  const rest = { phase: 'move', x: 450, timeMillis: 800 } as const;
  expect(feed('touch', [rest, { ...rest, phase: 'up' }])).toEqual([true, true]);
  expect(world.intents).toEqual([{ kind: 'verb', stage: 'change', verb: 'pull', ...torn }]);

  const swipe = feed('touch', [
    { phase: 'down', x: 0 },
    { phase: 'move', x: 20, timeMillis: 60 },
    { phase: 'move', x: 450, timeMillis: 900 },
    { phase: 'up', x: 450, timeMillis: 950 },
  ]);
  world.passMillis(longPressMillis);
  expect(swipe).toEqual([false, false, false, false]);
  expect(world.intents).toHaveLength(1);
  expect(world.preview.state.held).toEqual([]);
});

test('a finger’s rest is told by the events’ own times, however late the clock rings', () => {
  const { world, feed } = bench();
  world.setGripped(beam);
  const consumed = feed('touch', [
    { phase: 'down' },
    { phase: 'move', x: 2, timeMillis: 100 },
    { phase: 'move', x: 90, timeMillis: longPressMillis },
  ]);
  expect(consumed).toEqual([false, false, true]);
  expect(world.preview.state.held).toMatchObject([{ stage: 'read' }]);
});

test('a finger that rested and lifted where it was neither chose nor did anything', () => {
  const { world, passed, feed } = bench();
  world.setGripped(beam);
  feed('touch', [{ phase: 'down', x: 5 }]);
  world.passMillis(longPressMillis);
  feed('touch', [{ phase: 'up', x: 5, timeMillis: 500 }]);
  expect(passed).toEqual(['touch cancel 5']);
  expect(world.intents).toEqual([]);
  expect(world.preview.state.held).toEqual([]);
});

test('a second finger lets go of what the first held, and both move the view', () => {
  const { world, passed, feed } = bench();
  world.setGripped(number);
  feed('touch', [{ phase: 'down' }, { phase: 'move', x: 450, timeMillis: 200 }]);
  expect(feed('touch', [{ phase: 'down', pointerId: 2, x: 90 }])).toEqual([false]);
  expect(passed).toEqual(['touch down 450']);
  expect(feed('touch', [{ phase: 'move', x: 470 }])).toEqual([false]);
  expect(world.intents).toEqual([]);
  expect(world.preview.state.held).toEqual([]);
});

test('on a narrow screen a finger arms within 60 % of the width, a mouse never sooner', () => {
  for (const [device, stage] of [
    ['touch', 'change'],
    ['mouse', 'read'],
  ] as const) {
    const { world, feed } = bench(390);
    world.setGripped(number);
    feed(device, [{ phase: 'down' }, { phase: 'move', x: 235, timeMillis: 300 }]);
    expect(world.preview.state.held).toMatchObject([{ stage }]);
  }
});

test('a plane is dragged along the ruler to its layer, then away from it to change the model', () => {
  const { world, feed } = bench();
  world.setGripped({ ...number, grip: { verb: 'slice', layer: 29 } });
  // In the fake camera's view 100 pixels down are 2.2 m down on the plane through what is held.
  feed('mouse', [{ phase: 'down' }, { phase: 'move', y: -1000, timeMillis: 300 }]);
  const layer = world.preview.state.held[0]?.grip.layer ?? 0;
  expect(layer).toBeGreaterThan(0);
  expect(layer).toBeLessThan(29);
  expect(world.preview.state.held).toMatchObject([{ pulledMetres: 0, stage: 'read' }]);
  feed('mouse', [
    { phase: 'move', x: -90, y: -1000, timeMillis: 500 },
    { phase: 'move', x: -420, y: -900, timeMillis: 600 },
    { phase: 'up', x: -420, y: -900, timeMillis: 700 },
  ]);
  expect(world.intents).toEqual([{ kind: 'verb', stage: 'change', verb: 'slice', layer }]);
});

test('the same drags by mouse and by finger say the same intents', () => {
  const drags: readonly (readonly Moment[])[] = [410, 90, 40].map((x) => [
    { phase: 'down' },
    { phase: 'move', x: x / 2, timeMillis: longPressMillis },
    { phase: 'move', x, timeMillis: 600 },
    { phase: 'up', x, timeMillis: 700 },
  ]);
  const saidBy = (device: PointerDevice) => {
    const { world, feed } = bench();
    for (const gripped of [number, beam]) {
      world.setGripped(gripped);
      for (const drag of drags) {
        world.preview.set({ hover: gripped.target });
        feed(device, drag);
      }
    }
    return world.intents;
  };
  expect(saidBy('mouse')).toHaveLength(4);
  expect(saidBy('touch')).toEqual(saidBy('mouse'));
});

test('what is pointed at and can be held is told, and no longer when it is not', () => {
  const { world, verbs } = bench();
  world.setGripped(beam);
  verbs.pointAt({ x: 1, y: 1 });
  expect(world.preview.state).toMatchObject({
    handle: beam.grip,
    hover: beam.target,
    pointer: { x: 11, y: 21 },
  });
  world.setGripped(undefined);
  world.setPicked({ kind: 'token', position: 1 });
  verbs.pointAt({ x: 2, y: 1 });
  expect(world.preview.state).toMatchObject({
    handle: undefined,
    hover: { kind: 'token', position: 1 },
  });
  world.setPicked(undefined);
  verbs.pointAt({ x: 3, y: 1 });
  expect(world.preview.state.hover).toBeUndefined();
  // One look is enough for both.
  expect(world.picks).toEqual([]);
});
