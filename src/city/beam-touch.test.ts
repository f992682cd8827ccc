import { expect, test } from 'vitest';
import type { ChangeEntry } from '#contract/change.ts';
import type { HeldGrip } from '#contract/preview.ts';
import { beamCurveLength, beamPoint, writeBeamCurve } from '#plan/beam-curve.ts';
import type { BeamEnds } from '#plan/beam-curve.ts';
import type { StoreState } from '#store/read.ts';
import type { EffectState } from '#store/read/change-state.ts';
import { fakeOverview, fakeShape, fakeTopK } from '#tests/fakes/fake-run.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import { avenuePlan } from '#tests/support/avenue.ts';
import { BeamList } from '#view/beam-list.ts';
import { headPalette } from '#view/head-palette.ts';
import { beamFloats, beamLimit, BeamRecords } from './beam-records.ts';
import { bowBeam, TouchedBeams } from './beam-touch.ts';
import { effectHue } from './effect-hue.ts';

const plan = avenuePlan(4, fakeShape);
const palette = headPalette(fakeShape);
const ends: BeamEnds = { layer: 0, head: 0, query: 3, key: 1 };
const hand = { x: 3, y: 2.5, z: -2 };
const torn: ChangeEntry = {
  id: 1,
  change: { kind: 'beam', ...ends, scope: 'this' },
  isOn: true,
};

/** The hand's hold on the beam between these ends. */
function heldBeam(pulledMetres: number, stage: HeldGrip['stage']): HeldGrip {
  return {
    actor: 'mouse',
    grip: { verb: 'pull', ...ends },
    pulledMetres,
    stage,
    fromPoint: hand,
    atPoint: hand,
    isLost: false,
  };
}

/** A run with one beam per head of layer 0, from token 1 to token 3. */
function recordsOf(change: Partial<StoreState> = {}): {
  readonly records: BeamRecords;
  readonly array: Float32Array;
} {
  const { state } = benchWithRun(4).store;
  const overview = fakeOverview(3, ({ attentionKey, attentionWeight, attentionSelf }) => {
    attentionSelf.fill(0);
    for (let head = 0; head < fakeShape.headCount; head += 1) {
      attentionKey[head * fakeTopK] = 1;
      attentionWeight[head * fakeTopK] = 0.5;
    }
  });
  const shown = {
    ...state,
    overviews: [...state.overviews.slice(0, 3), overview],
    cursor: { position: 3, layer: 2, sweep: false },
    settings: { ...state.settings, beamThreshold: 0.01 },
    ...change,
  };
  const list = new BeamList();
  list.collect(shown);
  const records = new BeamRecords(list);
  records.follow(shown);
  const touch = new TouchedBeams();
  touch.follow(shown);
  const array = new Float32Array(beamLimit * beamFloats);
  records.write(array, { plan, palette, sinksFull: false, touch });
  return { records, array };
}

test('a beam that was torn out leaves a stub at either end, which name it when they are picked', () => {
  const { records: before } = recordsOf();
  const { records } = recordsOf({ branch: 1, changes: [torn] });
  expect(records.count).toBe(before.count + 1);
  const stubs = Array.from({ length: records.count }, (_, record) => record).filter(
    (record) =>
      JSON.stringify(records.targetOf(record)) === JSON.stringify({ kind: 'beam', ...ends }),
  );
  expect(stubs).toHaveLength(2);
  const whole = new Float32Array(beamCurveLength);
  writeBeamCurve(whole, 0, ends, plan);
  const [atKey = -1, atQuery = -1] = stubs;
  expect(beamPoint(records.curves, atKey * beamCurveLength, 0)).toEqual(beamPoint(whole, 0, 0));
  expect(beamPoint(records.curves, atQuery * beamCurveLength, 1)).toEqual(beamPoint(whole, 0, 1));
  expect(stubs.every(records.isShown)).toBe(true);
  expect(records.leftOutCount).toBe(1);
});

test('where beams are switched off nothing is left of a torn one either', () => {
  const { settings } = benchWithRun(4).store.state;
  const shown = { ...settings.shown, beams: false };
  const { records } = recordsOf({
    branch: 1,
    changes: [torn],
    settings: { ...settings, beamThreshold: 0.01, shown },
  });
  expect(records.count).toBe(0);
});

test('a change that is off tears nothing, nor does one of a run that is not shown', () => {
  const { records: before } = recordsOf();
  for (const change of [
    { branch: 1, changes: [{ ...torn, isOn: false }] },
    { branch: 0, changes: [torn] },
  ]) {
    expect(recordsOf(change).records.count).toBe(before.count);
  }
  const pendingChanges = { request: 1, entries: [torn] };
  expect(recordsOf({ branch: 0, pendingChanges }).records.count).toBe(before.count + 1);
});

const effects: EffectState = {
  request: 1,
  branch: 0,
  position: 3,
  tests: [{ kind: 'beam', layer: 0, head: 0, key: 1 }],
  results: [{ test: { kind: 'beam', layer: 0, head: 0, key: 1 }, nats: -2, token: 1, logprob: -1 }],
  measuredCount: 1,
  isMeasuring: false,
};

test('a beam has the colour of what it is worth, as far as that was measured on this run', () => {
  const redOf = (change: Partial<StoreState>): number => {
    const { records, array } = recordsOf(change);
    return array[records.indexOf({ kind: 'beam', ...ends }) * beamFloats + 12] ?? NaN;
  };
  expect(redOf({ effects })).toBeCloseTo(effectHue(-2)[0]);
  expect(redOf({ effects: { ...effects, branch: 1 } })).toBeCloseTo(palette[0]?.linear[0] ?? NaN);
});

test('what hardly matters is grey, what the answer needs red, what stands against it blue', () => {
  const [red, , blue] = effectHue(-3);
  expect(red).toBeGreaterThan(3 * blue);
  const [otherRed, , otherBlue] = effectHue(3);
  expect(otherBlue).toBeGreaterThan(3 * otherRed);
  const idle = effectHue(0.01);
  expect(Math.max(...idle) - Math.min(...idle)).toBeLessThan(0.05);
  expect(effectHue(-0.5)[0]).toBeLessThan(red);
});

test('a held beam runs through the hand, thicker the tauter, red when it would tear', () => {
  const { records, array } = recordsOf();
  const record = records.indexOf({ kind: 'beam', ...ends });
  const at = record * beamFloats;
  expect(bowBeam(array, records, heldBeam(0.2, 'read'))).toBe(record);
  const middle = (axis: number): number =>
    ((array[at + axis] ?? 0) + 2 * (array[at + 4 + axis] ?? 0) + (array[at + 8 + axis] ?? 0)) / 4;
  expect([0, 1, 2].map(middle)).toEqual(
    [3, 2.5, -2].map((value) => expect.closeTo(value, 4) as number),
  );
  const [radius = NaN, blue = NaN] = [array[at + 3], array[at + 14]];
  bowBeam(array, records, heldBeam(0.5, 'change'));
  expect(array[at + 3]).toBeGreaterThan(radius);
  expect(array[at + 14]).toBeLessThan(blue);
  expect(array[at + 12]).toBeGreaterThan(4 * (array[at + 13] ?? 0));
  const elsewhere = { ...heldBeam(0.2, 'read'), grip: { verb: 'pull', ...ends, key: 0 } as const };
  expect(bowBeam(array, records, elsewhere)).toBe(-1);
});

test('a held beam keeps the hue of what it is worth, and let go it is as it was', () => {
  const { records, array } = recordsOf({ effects });
  const record = records.indexOf({ kind: 'beam', ...ends });
  const before = array.slice();
  bowBeam(array, records, heldBeam(0, undefined));
  const at = record * beamFloats;
  expect([...array.subarray(at + 12, at + 15)]).toEqual([...before.subarray(at + 12, at + 15)]);
  bowBeam(array, records, heldBeam(0.5, 'change'));
  expect(array).not.toEqual(before);
  records.straighten(array, record);
  expect(array).toEqual(before);
});
