import { expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import {
  avenuePlan,
  bundledShape,
  floorBaseMetres,
  towerMiddleMetres,
} from '#tests/support/avenue.ts';
import { beamCurveLength, beamPoint, beamRadiusMetres, writeBeamCurve } from './beam-curve.ts';
import type { BeamEnds } from './beam-curve.ts';
import type { Vec3 } from '#contract/preview.ts';
import { cityMeasures } from './city-measures.ts';
import { cityPlan } from './city-plan.ts';
import type { CityPlan } from './city-plan.ts';
import { bayRect } from './facade-plan.ts';
import { pointToTower } from './tower-place.ts';

const shape = bundledShape;
const plan = avenuePlan(128);

function curveOf(ends: BeamEnds): Float32Array {
  const curve = new Float32Array(beamCurveLength);
  writeBeamCurve(curve, 0, ends, plan);
  return curve;
}

function randomEnds(random: () => number): BeamEnds {
  const below = (limit: number): number => Math.floor(random() * limit);
  const query = below(128);
  return { layer: below(30), head: below(9), query, key: below(query + 1) };
}

test('a beam starts in the key’s bay and ends in the query’s bay of the same floor and head', () => {
  const random = createSeededRandom(1);
  for (let nth = 0; nth < 500; nth += 1) {
    const ends = randomEnds(random);
    const curve = curveOf(ends);
    const bay = bayRect(ends.head, shape, 'street');
    const placed = [
      { at: beamPoint(curve, 0, 0), position: ends.key },
      { at: beamPoint(curve, 0, 1), position: ends.query },
    ];
    for (const { at, position } of placed) {
      const u = at.x - towerMiddleMetres(position) + cityMeasures.towerMetres / 2;
      const v = at.y - floorBaseMetres(ends.layer);
      expect(u).toBeGreaterThan(bay.left);
      expect(u).toBeLessThan(bay.right);
      expect(v).toBeGreaterThan(bay.bottom);
      expect(v).toBeLessThan(bay.top);
      expect(-cityMeasures.towerMetres / 2 - at.z).toBeGreaterThan(0);
      expect(-cityMeasures.towerMetres / 2 - at.z).toBeLessThan(0.05);
    }
  }
});

test('between its ends a beam stands in front of the façade and never below its ends', () => {
  const random = createSeededRandom(2);
  for (let nth = 0; nth < 200; nth += 1) {
    const curve = curveOf(randomEnds(random));
    const from = beamPoint(curve, 0, 0);
    for (let step = 1; step < 32; step += 1) {
      const at = beamPoint(curve, 0, step / 32);
      expect(at.z).toBeLessThan(from.z);
      expect(at.y).toBeGreaterThanOrEqual(from.y - 1e-6);
    }
  }
});

test('farther keys bow farther out, and the longest beam stays within 8 m of the wall', () => {
  const bows = [1, 2, 5, 20, 127].map((distance) => {
    const middle = beamPoint(
      curveOf({ layer: 3, head: 4, query: 127, key: 127 - distance }),
      0,
      0.5,
    );
    return -cityMeasures.towerMetres / 2 - middle.z;
  });
  expect(bows).toEqual(bows.toSorted((a, b) => a - b));
  expect(Math.max(...bows)).toBeLessThan(8);
});

test('two heads between the same towers never share a curve', () => {
  const middles = Array.from({ length: 9 }, (_, head) =>
    beamPoint(curveOf({ layer: 3, head, query: 40, key: 2 }), 0, 0.5),
  );
  for (const [head, middle] of middles.entries()) {
    const next = middles[head + 1];
    if (next) expect(Math.hypot(next.x - middle.x, next.z - middle.z)).toBeGreaterThan(0.1);
  }
});

test('radius grows with the weight and stays within a storey', () => {
  const radii = [0, 0.01, 0.1, 0.5, 1].map(beamRadiusMetres);
  expect(radii).toEqual(radii.toSorted((a, b) => a - b));
  expect(new Set(radii).size).toBe(radii.length);
  expect(Math.max(...radii) * 2).toBeLessThan(cityMeasures.storeyMetres);
});

/** Every beam between two towers of a plan, on a few layers and heads. */
function beamsOf(plan: CityPlan): BeamEnds[] {
  return plan.shown.flatMap(({ position: query }) =>
    plan.shown.flatMap(({ position: key }) =>
      key > query ? [] : [0, 14, 29].map((layer) => ({ layer, head: layer % 9, query, key })),
    ),
  );
}

test('in the ring and in blocks a beam docks at its bays and passes through no tower', () => {
  for (const layout of ['ring', 'blocks'] as const) {
    const turned = cityPlan({ tokenCount: 40, shape, layout });
    const curve = new Float32Array(beamCurveLength);
    for (const ends of beamsOf(turned).filter((_, nth) => nth % 5 === 0)) {
      expect(writeBeamCurve(curve, 0, ends, turned)).toBe(true);
      for (const [t, position] of [
        [0, ends.key],
        [1, ends.query],
      ] as const) {
        const at = inTower(turned, position, beamPoint(curve, 0, t));
        expect(Math.abs(Math.abs(at.z) - cityMeasures.towerMetres / 2)).toBeLessThan(0.05);
        expect(Math.abs(at.x)).toBeLessThan(cityMeasures.towerMetres / 2);
      }
      expect(towersPassed(turned, curve), `${layout} ${JSON.stringify(ends)}`).toEqual([]);
    }
  }
});

/** Towers that a curve enters, parapets and penthouses included. */
function towersPassed(turned: CityPlan, curve: Float32Array): number[] {
  const half = cityMeasures.towerMetres / 2;
  const passed = new Set<number>();
  for (let step = 1; step < 32; step += 1) {
    const point = beamPoint(curve, 0, step / 32);
    for (const { position } of turned.shown) {
      const { x, y, z } = inTower(turned, position, point);
      if (Math.max(Math.abs(x), Math.abs(z)) < half && y < turned.crownMetres) passed.add(position);
    }
  }
  return [...passed];
}

function inTower(turned: CityPlan, position: number, point: Vec3): Vec3 {
  const place = turned.towers[position];
  if (!place) throw new Error('The tower should stand.');
  return pointToTower(place, point);
}

test('a beam whose tower is not on the ring’s page is not written', () => {
  const ring = cityPlan({ tokenCount: 90, shape, layout: 'ring' });
  const curve = new Float32Array(beamCurveLength);
  expect(writeBeamCurve(curve, 0, { layer: 0, head: 0, query: 89, key: 30 }, ring)).toBe(false);
  expect(writeBeamCurve(curve, 0, { layer: 0, head: 0, query: 89, key: 0 }, ring)).toBe(true);
  expect(curve.some((value) => value !== 0)).toBe(true);
});

test('beams dock at folded floors where these stand', () => {
  const folded = cityPlan({ tokenCount: 9, shape, openLayers: [5] });
  const curve = new Float32Array(beamCurveLength);
  for (const layer of [0, 5, 6, 29]) {
    writeBeamCurve(curve, 0, { layer, head: 3, query: 8, key: 2 }, folded);
    const { y } = beamPoint(curve, 0, 1);
    expect(y).toBeGreaterThan(folded.floors.baseMetres(layer));
    expect(y).toBeLessThan(folded.floors.baseMetres(layer + 1));
  }
});
