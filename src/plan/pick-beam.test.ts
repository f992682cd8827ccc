import { expect, test } from 'vitest';
import type { ModelShape } from '#contract/model-shape.ts';
import type { Ray, Vec3 } from '#contract/preview.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { avenuePlan, floorBaseMetres, towerMiddleMetres } from '#tests/support/avenue.ts';
import { beamCurveLength, beamPoint, beamRadiusMetres, writeBeamCurve } from './beam-curve.ts';
import type { BeamEnds } from './beam-curve.ts';
import { pick } from './pick.ts';
import type { Picked, PickScene } from './pick-scene.ts';
import type { PickableBeams } from './pickable-beams.ts';

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

function beamsOf(ends: readonly BeamEnds[], weights: readonly number[]): PickableBeams {
  const curves = new Float32Array(ends.length * beamCurveLength);
  ends.forEach((beam, index) => {
    writeBeamCurve(curves, index * beamCurveLength, beam, plan);
  });
  return {
    count: ends.length,
    curves,
    radiiMetres: Float32Array.from(weights, beamRadiusMetres),
    isShown: () => true,
    targetOf: (index) => ({
      kind: 'beam',
      ...(ends[index] ?? { layer: 0, head: 0, query: 0, key: 0 }),
    }),
  };
}

test('the beam found is the one whose surface a dense sampling finds nearest to the ray', () => {
  const random = createSeededRandom(6);
  const below = (limit: number): number => Math.floor(random() * limit);
  const ends = Array.from({ length: 60 }, (): BeamEnds => {
    const query = 1 + below(11);
    return { layer: below(30), head: below(9), query, key: below(query) };
  });
  const weights = ends.map(() => random());
  const beams = beamsOf(ends, weights);
  const toleranceRadians = 0.004;
  let found = 0;
  for (let nth = 0; nth < 250; nth += 1) {
    const eye = { x: random() * 26, y: 1 + random() * 14, z: -8 - random() * 10 };
    const aim = beamPoint(beams.curves, below(60) * beamCurveLength, random());
    const near = { x: aim.x + (random() - 0.5) * 0.2, y: aim.y + (random() - 0.5) * 0.2, z: aim.z };
    const ray = rayTo(eye, near);
    const angles = ends.map((_, index) => sampledAngle(ray, beams, index));
    const least = Math.min(...angles);
    const picked = pick(ray, sceneFrom(eye, { beams, toleranceRadians, billboardsShown: false }));
    if (least > toleranceRadians * 1.05) {
      expect(picked?.target.kind).not.toBe('beam');
    } else if (least < toleranceRadians * 0.95) {
      found += 1;
      expect(picked?.target.kind).toBe('beam');
      const index = ends.findIndex((beam) => {
        const target = picked?.target;
        return (
          target?.kind === 'beam' &&
          beam.layer === target.layer &&
          beam.head === target.head &&
          beam.query === target.query &&
          beam.key === target.key
        );
      });
      expect(angles[index]).toBeLessThanOrEqual(least + toleranceRadians * 0.1);
    }
  }
  expect(found).toBeGreaterThan(60);
});

/** Angle between a ray and a beam's surface as 4,000 points of its curve show it. */
function sampledAngle(ray: Ray, beams: PickableBeams, index: number): number {
  let least = Infinity;
  for (let nth = 0; nth <= 4000; nth += 1) {
    const at = beamPoint(beams.curves, index * beamCurveLength, nth / 4000);
    const dx = at.x - ray.origin.x;
    const dy = at.y - ray.origin.y;
    const dz = at.z - ray.origin.z;
    const along = dx * ray.direction.x + dy * ray.direction.y + dz * ray.direction.z;
    if (along <= 0) continue;
    const beside = Math.sqrt(Math.max(0, dx * dx + dy * dy + dz * dz - along * along));
    least = Math.min(least, Math.max(0, beside - (beams.radiiMetres[index] ?? 0)) / along);
  }
  return least;
}

test('a beam behind a tower, or above the cursor, is not found', () => {
  const beams = beamsOf([{ layer: 10, head: 4, query: 8, key: 3 }], [1]);
  const middle = beamPoint(beams.curves, 0, 0.5);
  const street = { x: middle.x, y: middle.y, z: -14 };
  expect(pickAt(street, middle, { beams })?.target.kind).toBe('beam');
  const dark = { ...beams, isShown: () => false };
  expect(pickAt(street, middle, { beams: dark })?.target.kind).not.toBe('beam');
  const tower = { x: towerMiddleMetres(6), y: floorBaseMetres(10) + 0.15, z: 6 };
  const through = beamPoint(beams.curves, 0, 0.62);
  expect(pickAt(tower, through, { beams })?.target.kind).not.toBe('beam');
});
