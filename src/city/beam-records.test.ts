import { expect, test } from 'vitest';
import { beamPoint, beamRadiusMetres } from '#plan/beam-curve.ts';
import type { Settings, StoreState } from '#store/read.ts';
import { fakeOverview, fakeShape, fakeTopK } from '#tests/fakes/fake-run.ts';
import { avenuePlan } from '#tests/support/avenue.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import { BeamList } from '#view/beam-list.ts';
import { headPalette } from '#view/head-palette.ts';
import { gradeFor } from './beam-draw.ts';
import { beamLimit, BeamRecords, beamTexels } from './beam-records.ts';

const palette = headPalette(fakeShape);

function recordsOf(
  weights: readonly number[],
  cursorLayer = 2,
  change: Partial<StoreState> = {},
  settings: Partial<Settings> = {},
): {
  records: BeamRecords;
  array: Float32Array;
} {
  const { state } = benchWithRun(4).store;
  const overview = fakeOverview(3, ({ attentionKey, attentionWeight, attentionSelf }) => {
    attentionSelf.fill(0);
    weights.forEach((weight, row) => {
      attentionKey[row * fakeTopK] = 1;
      attentionWeight[row * fakeTopK] = weight;
    });
  });
  const overviews = [...state.overviews.slice(0, 3), overview];
  const shown = {
    ...state,
    overviews,
    cursor: { position: 3, layer: cursorLayer, sweep: false },
    ...change,
    settings: { ...state.settings, beamThreshold: 0.01, ...settings },
  };
  const list = new BeamList();
  list.collect(shown);
  const records = new BeamRecords(list);
  const array = new Float32Array(beamLimit * beamTexels * 4);
  records.follow(shown);
  records.write(array, { plan: avenuePlan(4, fakeShape), palette, sinksFull: false });
  return { records, array };
}

test('what is drawn is what is picked: ends, radius, hue and weight of each record', () => {
  const { records, array } = recordsOf([0.8, 0.2]);
  expect(records.count).toBe(2);
  const start = beamPoint(records.curves, 0, 0);
  expect(array[0]).toBeCloseTo(start.x);
  expect(array[2]).toBeCloseTo(start.z);
  expect(array[3]).toBeCloseTo(beamRadiusMetres(0.8));
  expect(array[15]).toBeCloseTo(0.8);
  const [red] = palette[0]?.linear ?? [0];
  expect(array[12]).toBeCloseTo(red);
  expect(records.targetOf(1)).toEqual({ kind: 'beam', layer: 0, head: 1, query: 3, key: 1 });
  expect(records.indexOf(records.targetOf(1))).toBe(1);
  expect(records.indexOf({ kind: 'beam', layer: 2, head: 0, query: 3, key: 0 })).toBe(-1);
});

test('beams of one layer are named from the strongest on, and only where the replay has been', () => {
  const { records } = recordsOf([0.2, 0.8, 0.5, 0.4]);
  expect(records.strongestInto(3, 0, 0)).toMatchObject({ head: 1 });
  expect(records.strongestInto(3, 0, 1)).toMatchObject({ head: 0 });
  expect(records.strongestInto(3, 0, 2)).toBeUndefined();
  const { records: early } = recordsOf([0.2, 0.8, 0.5, 0.4], 0);
  expect(early.count).toBe(4);
  expect([0, 1, 2, 3].map(early.isShown)).toEqual([true, true, false, false]);
  expect(early.strongestInto(3, 1, 0)).toBeUndefined();
});

test('more beams are cut more coarsely, so that all of them stay within the triangles there are', () => {
  for (const count of [1, 60, 200, 500, 1000, beamLimit]) {
    const { segments, sides } = gradeFor(count);
    expect(count * segments * sides * 2).toBeLessThanOrEqual(110_000);
  }
  expect(gradeFor(10).sides).toBeGreaterThan(gradeFor(beamLimit).sides);
});

test('a beam is as thick as what it carries, a grey thread while that is not known', () => {
  const clock = { branch: 0, step: 1, position: 1, token: 101, revision: 0 };
  const norm = new Float32Array(fakeShape.layerCount * fakeShape.headCount).fill(1);
  const settings = { beamStrength: 'carried' as const };
  const known = { carried: [undefined, { type: 'carried' as const, clock, norm }] };
  const list = recordsOf([0.8], 2, known, settings);
  const share = 0.8 / Math.sqrt(fakeShape.width) / 0.3;
  expect(list.records.radiiMetres[0]).toBeCloseTo(beamRadiusMetres(share));
  expect(list.array[15]).toBeCloseTo(share);
  const { records, array } = recordsOf([0.8], 2, {}, settings);
  expect(records.count).toBe(1);
  expect(array[15]).toBeLessThan(0);
  expect(records.radiiMetres[0]).toBeLessThan(beamRadiusMetres(0.01));
  const [red = NaN, green = NaN, blue = NaN] = array.subarray(12, 15);
  expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(0.03);
});
