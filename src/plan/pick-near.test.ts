import { expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { avenuePlan, bundledShape } from '#tests/support/avenue.ts';
import { ballMiddleMetres, ballRadiusMetres } from './beam-ball.ts';
import { beamCurveLength, beamPoint, beamRadiusMetres, writeBeamCurve } from './beam-curve.ts';
import type { BeamEnds } from './beam-curve.ts';
import type { Vec3 } from '#contract/preview.ts';
import { cityPlan } from './city-plan.ts';
import { beamNear } from './pick-near.ts';
import type { PickableBeams } from './pickable-beams.ts';

const random = createSeededRandom(11);
const below = (limit: number): number => Math.floor(random() * limit);
const layouts = ['avenue', 'ring', 'blocks'] as const;
const ends = Array.from({ length: 120 }, (): BeamEnds => {
  const query = below(24);
  return { layer: below(30), head: below(9), query, key: below(query + 1) };
});

function beamsOf(plan: ReturnType<typeof avenuePlan>): PickableBeams {
  const curves = new Float32Array(ends.length * beamCurveLength);
  const shown = ends.filter((beam, index) =>
    writeBeamCurve(curves, index * beamCurveLength, beam, plan),
  );
  expect(shown).toHaveLength(ends.length);
  return {
    count: ends.length,
    curves,
    radiiMetres: Float32Array.from(ends, () => beamRadiusMetres(random())),
    isShown: () => true,
    targetOf: (index) => ({
      kind: 'beam',
      ...(ends[index] ?? { layer: 0, head: 0, query: 0, key: 0 }),
    }),
  };
}

function apart(a: Vec3, b: Vec3): number {
  return Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
}

test.each(layouts)('in the %s every curve lies in its ball', (layout) => {
  const { curves } = beamsOf(cityPlan({ tokenCount: 24, shape: bundledShape, layout }));
  for (let index = 0; index < ends.length; index += 1) {
    const at = index * beamCurveLength;
    const [x = 0, y = 0, z = 0] = [0, 1, 2].map((axis) => ballMiddleMetres(curves, at, axis));
    for (let nth = 0; nth <= 200; nth += 1) {
      const away = apart(beamPoint(curves, at, nth / 200), { x, y, z });
      expect(away).toBeLessThanOrEqual(ballRadiusMetres(curves, at) + 1e-5);
    }
  }
});

test('the beam a hand touches is the one whose surface a dense sampling finds nearest', () => {
  const beams = beamsOf(avenuePlan(24));
  const gapTo = (index: number, point: Vec3): number => {
    let least = Infinity;
    for (let nth = 0; nth <= 2000; nth += 1) {
      const on = beamPoint(beams.curves, index * beamCurveLength, nth / 2000);
      least = Math.min(least, apart(on, point));
    }
    return Math.max(0, least - (beams.radiiMetres[index] ?? 0));
  };
  let found = 0;
  for (let nth = 0; nth < 60; nth += 1) {
    const aim = beamPoint(beams.curves, below(ends.length) * beamCurveLength, random());
    const aside = (): number => (random() - 0.5) * 0.3;
    const point = { x: aim.x + aside(), y: aim.y + aside(), z: aim.z + aside() };
    const least = Math.min(...ends.map((_, index) => gapTo(index, point)));
    const near = beamNear(point, beams, 0.1);
    if (least > 0.105) expect(near).toBeUndefined();
    if (least > 0.095) continue;
    found += 1;
    expect(near?.distanceMetres).toBeCloseTo(least, 2);
  }
  expect(found).toBeGreaterThan(20);
});

test('of beams that pass far from the hand nothing is asked', () => {
  const beams = beamsOf(avenuePlan(24));
  const asked: number[] = [];
  const isShown = (index: number): boolean => {
    asked.push(index);
    return true;
  };
  const touched = beamPoint(beams.curves, 0, 0.5);
  beamNear({ ...touched, y: touched.y + 60 }, { ...beams, isShown }, 0.03);
  expect(asked).toEqual([]);
  beamNear(touched, { ...beams, isShown }, 0.03);
  expect(asked).toContain(0);
  expect(asked.length).toBeLessThan(ends.length / 2);
});
