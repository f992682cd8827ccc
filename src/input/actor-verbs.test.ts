import { expect, test } from 'vitest';
import type { Intent } from '#contract/intent.ts';
import type { Vec3 } from '#contract/preview.ts';
import type { Gripped } from '#plan/pick-grip.ts';
import type { Actor } from './actor.ts';
import { ActorVerbs } from './actor-verbs.ts';
import { createPreview } from './create-preview.ts';

function at(x: number, y: number, z: number): Vec3 {
  return { x, y, z };
}

/** A closed hand, well seen; the city is ten times its size. */
function reading(handPoint: Vec3, rest: Partial<Actor> = {}): Actor {
  const { x, y, z } = handPoint;
  return {
    id: 'right',
    device: 'hand',
    ray: { origin: at(x * 10, y * 10, z * 10), direction: at(0, 0, 1) },
    pinchPoint: at(x * 10, y * 10, z * 10),
    handPoint,
    grab: 1,
    select: 0,
    confidence: 1,
    timeMillis: 1000,
    ...rest,
  };
}

function gripped(grip: Gripped['grip'], point: Vec3): Gripped {
  const { layer } = grip;
  return { grip, point, target: { kind: 'layer', layer }, distanceMetres: 4, isHandle: false };
}

function bench(id = 'right') {
  const intents: Intent[] = [];
  const preview = createPreview();
  const verbs = new ActorVerbs(id, {
    preview,
    dispatch: (intent) => void intents.push(intent),
    sliceLayerAt: (yMetres) => Math.floor(yMetres),
  });
  return { verbs, preview, intents };
}

const floor = gripped({ verb: 'grab', layer: 23 }, at(2, 12, 3));

test('a hand carries what it holds along by its own way through the city, however far it was taken from', () => {
  const { verbs } = bench();
  verbs.take(reading(at(0, 1, 0)), floor);
  expect(verbs.feed(reading(at(0, 1.1, -0.2)))).toBeUndefined();
  expect(verbs.held?.fromPoint).toEqual(floor.point);
  const { x, y, z } = verbs.held?.atPoint ?? at(0, 0, 0);
  expect([x, y, z]).toEqual([2, expect.closeTo(13, 9), expect.closeTo(1, 9)]);
  expect(verbs.held?.pulledMetres).toBeCloseTo(Math.hypot(0.1, 0.2), 9);
});

test('a mouse holds a thing on the upright plane through it that faces the eye', () => {
  const { verbs } = bench('mouse');
  const eye = at(0, 2, -10);
  const mouse = (direction: Vec3): Actor =>
    reading(at(0, 0, 0), { device: 'mouse', pinchPoint: eye, ray: { origin: eye, direction } });
  verbs.take(mouse(at(0, -0.6, 0.8)), gripped({ verb: 'slice', layer: 2 }, at(0, -5.5, 0)));
  verbs.feed(mouse(at(0.6, 0, 0.8)));
  const { x, y, z } = verbs.held?.atPoint ?? at(0, 0, 0);
  expect([x, y, z]).toEqual([expect.closeTo(7.5, 9), 2, expect.closeTo(0, 9)]);
  expect(verbs.held?.grip).toEqual({ verb: 'slice', layer: 2 });
});

test('a plane held in the hand snaps to the layer at its height', () => {
  const { verbs, intents } = bench();
  verbs.take(reading(at(0, 1, 0)), gripped({ verb: 'slice', layer: 12 }, at(2, 12, 3)));
  verbs.feed(reading(at(0, 2.45, 0)));
  expect(verbs.held?.grip).toEqual({ verb: 'slice', layer: 26 });
  expect(verbs.feed(reading(at(0, 2.45, 0), { grab: 0 }))).toBe('read');
  expect(intents).toEqual([{ kind: 'verb', stage: 'read', verb: 'slice', layer: 26 }]);
});

test('a hand that trembles half open keeps hold, one that opens lets go', () => {
  const { verbs, intents } = bench();
  verbs.take(reading(at(0, 0, 0)), floor);
  expect(verbs.feed(reading(at(0, 0, 0.6), { grab: 0.45 }))).toBeUndefined();
  expect(verbs.feed(reading(at(0, 0, 0.6), { grab: 0.4 }))).toBe('change');
  expect(verbs.feed(reading(at(0, 0, 0.9), { grab: 1 }))).toBeUndefined();
  expect(intents).toEqual([{ kind: 'verb', stage: 'change', verb: 'grab', layer: 23 }]);
});

test('a hand that is not seen holds on where it was', () => {
  const { verbs, preview } = bench();
  verbs.take(reading(at(0, 0, 0)), floor);
  verbs.feed(reading(at(0, 0, 0.3)));
  verbs.feed(reading(at(5, 5, 5), { confidence: 0, grab: 0 }));
  expect(preview.state.held).toMatchObject([{ isLost: true, pulledMetres: 0.3, stage: 'read' }]);
  verbs.feed(reading(at(0, 0, 0.35)));
  expect(preview.state.held).toMatchObject([{ isLost: false, pulledMetres: 0.35 }]);
  verbs.drop();
  expect(preview.state.held).toEqual([]);
});

test('recorded readings of a controller replay, and say the same for any other actor', () => {
  const recording: readonly Actor[] = [
    reading(at(0, 1, 0), { device: 'controller' }),
    ...[0.12, 0.4, 0.51].map((metres) =>
      reading(at(0.01, 1, -metres), { device: 'controller', timeMillis: 1000 + metres * 1000 }),
    ),
    reading(at(0.01, 1, -0.46), { device: 'controller', grab: 0.1, timeMillis: 1700 }),
  ];
  const replay = (readings: readonly Actor[], id: string): readonly Intent[] => {
    const { verbs, intents } = bench(id);
    const [first, ...others] = readings;
    if (first) verbs.take(first, floor, at(0, 0, -1));
    for (const each of others) verbs.feed(each);
    return intents;
  };
  const said = replay(recording, 'right');
  expect(said).toEqual([{ kind: 'verb', stage: 'change', verb: 'grab', layer: 23 }]);
  expect(replay(JSON.parse(JSON.stringify(recording)) as Actor[], 'left')).toEqual(said);
});
