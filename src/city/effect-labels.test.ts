import { expect, test } from 'vitest';
import type { Vec3 } from '#contract/preview.ts';
import { beamCurveLength, beamPoint, writeBeamCurve } from '#plan/beam-curve.ts';
import { initialState } from '#store/initial-state.ts';
import type { EffectState } from '#store/read/change-state.ts';
import { fakeShape } from '#tests/fakes/fake-run.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import { avenuePlan } from '#tests/support/avenue.ts';
import type { CityContext } from './city-part.ts';
import { EffectLabels } from './effect-labels.ts';
import type { LabelBoard, LabelSurface } from './label-board.ts';
import type { LabelSet } from './label-set.ts';
import { uncutLayers } from './replay-front.ts';

const plan = avenuePlan(4, fakeShape);
const tried = { kind: 'beam', layer: 0, head: 0, key: 1 } as const;
const effects: EffectState = {
  request: 1,
  branch: 0,
  position: 3,
  tests: [tried],
  results: [{ test: tried, nats: -2, token: 1, logprob: -1 }],
  measuredCount: 1,
  isMeasuring: false,
};

/** What is written for an eye there, and on what. */
function writtenFrom(eye: Vec3, change: Partial<EffectState> = {}) {
  const state = { ...benchWithRun(4).store.state, settings: initialState.settings };
  const cursor = { position: 3, layer: 2, sweep: false };
  const { store } = createFakeStore({ ...state, cursor, effects: { ...effects, ...change } });
  const texts: string[] = [];
  const surfaces: LabelSurface[] = [];
  const text: LabelBoard['text'] = (_record, surface, { text: words }) => {
    texts.push(words);
    surfaces.push(surface);
    return 1;
  };
  const context = {
    store,
    front: { cutLayers: uncutLayers },
    viewer: () => ({ pose: { position: eye, target: eye }, focalPixels: 700 }),
  } as unknown as CityContext;
  const set = { effectRecord: 0, board: { text } } as unknown as LabelSet;
  new EffectLabels(context).write(set, plan);
  return { texts, surface: surfaces[0] };
}

function beamMiddle(): Vec3 {
  const curve = new Float32Array(beamCurveLength);
  writeBeamCurve(curve, 0, { ...tried, query: 3 }, plan);
  return beamPoint(curve, 0, 0.5);
}

test('the word is the list’s own', () => {
  const eye = { x: 3, y: 2, z: -20 };
  expect(writtenFrom(eye).texts).toEqual(['try this one', '−2 nats without it']);
  expect(writtenFrom(eye, { isMeasuring: true }).texts[0]).toBe('strongest so far');
});

test.each([
  { x: -14, y: 1.6, z: -12 },
  { x: 9, y: 12, z: -30 },
])('the word stands between the eye and what it names, clear of the towers: %o', (eye) => {
  const middle = beamMiddle();
  const { surface } = writtenFrom(eye);
  const at = { x: surface?.x ?? NaN, y: (surface?.y ?? NaN) - 0.22, z: surface?.z ?? NaN };
  const apart = (a: Vec3, b: Vec3): number => Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  const metres = apart(eye, middle);
  // Half of a line of eight widths of a letter that is 14 pixels high.
  expect(apart(at, middle)).toBeCloseTo((4 * 14 * metres) / 700, 6);
  expect(apart(eye, at) + apart(at, middle)).toBeCloseTo(metres, 6);
});
