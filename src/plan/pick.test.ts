import { expect, test } from 'vitest';
import type { Target } from '#contract/intent.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import type { Ray, Vec3 } from '#contract/preview.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { avenuePlan, avenuePoint, towerMiddleMetres } from '#tests/support/avenue.ts';
import { cityMeasures } from './city-measures.ts';
import { bayRect, paneRect, storeyRect } from './facade-plan.ts';
import type { WallSite } from './facade-plan.ts';
import { faces } from './face.ts';
import type { Face } from './face.ts';
import { pick } from './pick.ts';
import type { Picked, PickScene } from './pick-scene.ts';
import { billboardBaseMetres, signMeasures } from './sign-measures.ts';

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
const plan = avenuePlan(12, shape);

function sceneFrom(eye: Vec3, change: Partial<PickScene> = {}): PickScene {
  return {
    plan,
    eye,
    beams: undefined,
    risenLayers: () => Infinity,
    billboardsShown: true,
    lens: undefined,
    toleranceRadians: 0.002,
    ...change,
  };
}

function rayTo(origin: Vec3, to: Vec3): Ray {
  const length = Math.hypot(to.x - origin.x, to.y - origin.y, to.z - origin.z);
  return {
    origin,
    direction: {
      x: (to.x - origin.x) / length,
      y: (to.y - origin.y) / length,
      z: (to.z - origin.z) / length,
    },
  };
}

function pickAt(eye: Vec3, to: Vec3, change: Partial<PickScene> = {}): Picked | undefined {
  return pick(rayTo(eye, to), sceneFrom(eye, change));
}

/** A point that far in front of a wall's middle, at a floor's height. */
function before(position: number, layer: number, face: Face, metres: number): Vec3 {
  return avenuePoint({ position, layer, face, u: 0.75, v: 0.25, out: metres });
}

test('each window is found by pointing at its middle from 0.4 m, on every wall', () => {
  const sites: WallSite[] = ['attn.hook_z', 'mlp.hook_post', 'hook_resid_post'];
  for (const face of faces) {
    for (const site of sites) {
      for (let bin = 0; bin < 64; bin += 5) {
        const pane = paneRect(site, bin, shape, face);
        const to = avenuePoint({
          position: 3,
          layer: 7,
          face,
          u: (pane.left + pane.right) / 2,
          v: (pane.bottom + pane.top) / 2,
        });
        const found = pickAt(before(3, 7, face, 0.4), to);
        expect(found?.target).toEqual({ kind: 'bin', site, position: 3, layer: 7, bin });
        expect(found?.point.y).toBeCloseTo(to.y, 4);
      }
    }
  }
});

test('from farther away the same wall answers with its bay, then its storey', () => {
  const bay = bayRect(4, shape, 'street');
  const storey = storeyRect('feed-forward', 'street');
  const middle = { position: 5, layer: 12, face: 'street' as const, u: (bay.left + bay.right) / 2 };
  const inBay = avenuePoint({ ...middle, v: (bay.bottom + bay.top) / 2 });
  const inFeedForward = avenuePoint({ ...middle, v: (storey.bottom + storey.top) / 2 });
  expect(pickAt(before(5, 12, 'street', 20), inBay)?.target).toEqual({
    kind: 'head',
    position: 5,
    layer: 12,
    head: 4,
  });
  const far = before(5, 12, 'street', 60);
  expect(pickAt(far, inBay)?.target).toEqual({ kind: 'attention', position: 5, layer: 12 });
  expect(pickAt(far, inFeedForward)?.target).toEqual({
    kind: 'feed-forward',
    position: 5,
    layer: 12,
  });
});

test('plinth and roof answer with the token, the ledge between storeys with the floor', () => {
  const eye = { x: towerMiddleMetres(2), y: 3, z: -6 };
  const onPlinth = { x: towerMiddleMetres(2), y: 0.3, z: -cityMeasures.plinthMetres / 2 };
  expect(pickAt(eye, onPlinth)?.target).toEqual({ kind: 'token', position: 2 });
  const above = { x: towerMiddleMetres(2), y: 25, z: -1 };
  const onRoof = { x: towerMiddleMetres(2), y: plan.roofMetres, z: 0.6 };
  expect(pickAt(above, onRoof, { billboardsShown: false })?.target).toEqual({
    kind: 'token',
    position: 2,
  });
  const ledge = avenuePoint({
    position: 2,
    layer: 4,
    face: 'street',
    u: 0.7,
    v: cityMeasures.slabMetres + cityMeasures.storeyMetres + cityMeasures.ledgeMetres / 2,
  });
  expect(pickAt(eye, ledge)?.target).toEqual({ kind: 'layer', layer: 4 });
});

test('billboards answer with the prediction on the side that looks at the eye', () => {
  const y = billboardBaseMetres(plan) + signMeasures.billboardHeightMetres / 2;
  for (const z of [-1, 1]) {
    const eye = { x: towerMiddleMetres(6), y: 12, z: 15 * z };
    const to = { x: towerMiddleMetres(6) + 0.9, y, z: z * (cityMeasures.towerMetres / 2 + 0.035) };
    expect(pickAt(eye, to)?.target).toEqual({ kind: 'prediction', position: 6 });
    expect(pickAt(eye, to, { billboardsShown: false })).toBeUndefined();
  }
});

test('lens signs answer beside the tower that has them, floor by floor', () => {
  const eye = { x: towerMiddleMetres(11), y: 6, z: -14 };
  const at = (layer: number): Vec3 => ({
    x: towerMiddleMetres(11) + cityMeasures.towerMetres / 2 + 0.8,
    y: plan.floors.middleMetres(layer),
    z: -cityMeasures.towerMetres / 2,
  });
  for (const layer of [0, 13, 29]) {
    expect(
      pickAt(eye, at(layer), { lens: { position: 11, widthMetres: 1.5, standingCount: 12 } })
        ?.target,
    ).toEqual({
      kind: 'lens',
      position: 11,
      layer,
    });
    expect(pickAt(eye, at(layer))).toBeUndefined();
  }
});

test('of a tower that still grows only what stands is found', () => {
  const risen = { risenLayers: (position: number) => (position === 3 ? 4.5 : 0) };
  const eye = { x: towerMiddleMetres(3), y: 3, z: -9 };
  const at = (layer: number): Vec3 =>
    avenuePoint({ position: 3, layer, face: 'street', u: 0.7, v: 0.15 });
  expect(pickAt(eye, at(4), risen)?.target).toMatchObject({ position: 3, layer: 4 });
  expect(pickAt(eye, at(12), risen)).toBeUndefined();
  const next = { ...eye, x: towerMiddleMetres(5) };
  expect(pickAt(next, { ...at(1), x: next.x }, risen)).toBeUndefined();
  const plinth = { x: next.x, y: 0.3, z: -cityMeasures.plinthMetres / 2 };
  expect(pickAt(next, plinth, risen)?.target).toEqual({ kind: 'token', position: 5 });
  const roof = { x: eye.x, y: billboardBaseMetres(plan) + 0.5, z: -0.78 };
  expect(pickAt({ ...eye, y: 15 }, roof, risen)).toBeUndefined();
});

test('the tower found first is the one a fine march along the ray enters first', () => {
  const random = createSeededRandom(5);
  let hits = 0;
  for (let nth = 0; nth < 400; nth += 1) {
    const eye = {
      x: random() * 50 - 12,
      y: 0.2 + random() * 22,
      z: (1.2 + random() * 15) * (random() < 0.5 ? -1 : 1),
    };
    const to = { x: random() * 26, y: random() * 17, z: random() * 1.6 - 0.8 };
    const ray = rayTo(eye, to);
    const marched = march(ray);
    const found = pick(ray, sceneFrom(eye, { billboardsShown: false }));
    if (marched === undefined) continue;
    hits += 1;
    expect(found?.distanceMetres).toBeCloseTo(marched.distance, 1);
    expect(found && positionOf(found.target, found.point)).toBe(marched.position);
    expect(found && layerOf(found.target)).toBe(marched.layer);
  }
  expect(hits).toBeGreaterThan(150);
});

/** Steps of 2 mm; rays that only graze a tower (less than 2 cm deep) are left to chance and skipped. */
function march(ray: Ray): { distance: number; position: number; layer: number } | undefined {
  const step = 0.002;
  let inside = 0;
  let entered = 0;
  for (let distance = 0; distance < 60; distance += step) {
    const x = ray.origin.x + ray.direction.x * distance;
    const y = ray.origin.y + ray.direction.y * distance;
    const z = ray.origin.z + ray.direction.z * distance;
    const position = Math.max(0, Math.round(x / cityMeasures.pitchMetres));
    const half = (y < 0.6 ? cityMeasures.plinthMetres : cityMeasures.towerMetres) / 2;
    const isIn =
      y >= 0 &&
      y <= plan.roofMetres + cityMeasures.parapetMetres &&
      position < plan.tokenCount &&
      Math.abs(x - towerMiddleMetres(position)) <= half &&
      Math.abs(z) <= half;
    if (!isIn) {
      if (inside > 0) return undefined;
      continue;
    }
    if (inside === 0) entered = distance;
    inside += step;
    if (inside > 0.02) {
      const at = ray.origin.y + ray.direction.y * entered;
      const height = (at - 0.6) / cityMeasures.floorMetres;
      // On an edge between floors, wall and roof, either answer is right.
      if (Math.abs(height - Math.round(height)) < 0.03 || height > plan.shape.layerCount) {
        return undefined;
      }
      return { distance: entered, position, layer: height < 0 ? -1 : Math.floor(height) };
    }
  }
  return undefined;
}

function positionOf(target: Target, point: Vec3): number {
  return 'position' in target ? target.position : Math.round(point.x / cityMeasures.pitchMetres);
}

function layerOf(target: Target): number {
  return 'layer' in target ? target.layer : -1;
}
