import { expect, test } from 'vitest';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import { noKey } from '#contract/overview.ts';
import type { Settings, StoreState } from '#store/read.ts';
import { fakeOverview, fakeShape, fakeTopK } from '#tests/fakes/fake-run.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import { BeamList, isBeamLit, type Beam } from './beam-list.ts';
import { sinkPosition } from '#store/read/sink-position.ts';

/** Every head reads the position before with 0.6, position 0 with 0.2 and itself with 0.15. */
function attentive(position: number): DecodedOverview {
  return fakeOverview(position, ({ attentionKey, attentionWeight, attentionSelf }) => {
    attentionSelf.fill(0.15);
    for (let row = 0; row < fakeShape.layerCount * fakeShape.headCount; row += 1) {
      if (position > 0) attentionKey[row * fakeTopK] = position - 1;
      if (position > 1) attentionKey[row * fakeTopK + 1] = 0;
      attentionWeight[row * fakeTopK] = position > 0 ? 0.6 : 0;
      attentionWeight[row * fakeTopK + 1] = position > 1 ? 0.2 : 0;
    }
  });
}

function stateWith(
  settings: Partial<Settings> = {},
  change: Partial<StoreState> = {},
  overviews: readonly DecodedOverview[] = [0, 1, 2, 3, 4].map(attentive),
): StoreState {
  const { state } = benchWithRun(5).store;
  return {
    ...state,
    overviews,
    cursor: { position: 4, layer: 2, sweep: false },
    ...change,
    settings: { ...state.settings, beamThreshold: 0.1, ...settings },
  };
}

function beamsOf(state: StoreState, list = new BeamList()): readonly Beam[] {
  list.collect(state);
  return Array.from({ length: list.count }, (_, index) => list.at(index));
}

const keysOf = (beams: readonly Beam[]): Set<number> => new Set(beams.map(({ key }) => key));
const queriesOf = (beams: readonly Beam[]): Set<number> => new Set(beams.map(({ query }) => query));
const rows = fakeShape.layerCount * fakeShape.headCount;

test('by default the newest token the replay has reached is shown, on all layers', () => {
  const beams = beamsOf(stateWith());
  expect(queriesOf(beams)).toEqual(new Set([4]));
  expect(keysOf(beams)).toEqual(new Set([3, 0, 4]));
  expect(beams).toHaveLength(rows * 3);
  expect(beams[0]?.weight).toBeCloseTo(0.6);
});

test('a selected token shows what it reads and who reads it', () => {
  const beams = beamsOf(stateWith({}, { selectedPosition: 2 }));
  expect(queriesOf(beams)).toEqual(new Set([2, 3]));
  expect(keysOf(beams.filter(({ query }) => query === 3))).toEqual(new Set([2]));
});

test('an isolated layer shows all tokens on that layer, an isolated head that head alone', () => {
  const beams = beamsOf(stateWith({ isolatedLayer: 1 }));
  expect(new Set(beams.map(({ layer }) => layer))).toEqual(new Set([1]));
  expect(queriesOf(beams)).toEqual(new Set([0, 1, 2, 3, 4]));
  const one = beamsOf(stateWith({ isolatedLayer: 1, isolatedHead: 0 }));
  expect(new Set(one.map(({ head }) => head))).toEqual(new Set([0]));
  expect(one.length * fakeShape.headCount).toBe(beams.length);
});

test('the threshold and the switch for beams hold for every beam', () => {
  expect(keysOf(beamsOf(stateWith({ beamThreshold: 0.18 })))).toEqual(new Set([3, 0]));
  expect(keysOf(beamsOf(stateWith({ beamThreshold: 0.5 })))).toEqual(new Set([3]));
  const shown = { ...stateWith().settings.shown, beams: false };
  expect(beamsOf(stateWith({ shown }))).toEqual([]);
});

test('[OV5] what rests on a sink is one beam to the sink with the largest norm', () => {
  const overviews = [0, 1, 2, 3, 4].map((position) =>
    fakeOverview(position, ({ residNorm, attentionSink, attentionSelf }) => {
      if (position === 0) residNorm.fill(30);
      if (position === 2) residNorm.fill(11);
      attentionSelf.fill(0);
      if (position > 0) attentionSink.fill(0.7);
    }),
  );
  const state = stateWith({}, {}, overviews);
  expect(sinkPosition(state, 1, 4)).toBe(0);
  expect(sinkPosition(state, 0, 4)).toBeUndefined();
  const beams = beamsOf(state);
  expect(beams.every(({ kind, key }) => kind === 'sink' && key === 0)).toBe(true);
  // The embedding has no norm to judge by, so layer 0 has no sink.
  expect(beams).toHaveLength((fakeShape.layerCount - 1) * fakeShape.headCount);
});

test('beams to a position that is a sink on another layer are a sink’s too', () => {
  const overviews = [0, 1, 2, 3, 4].map((position) =>
    fakeOverview(position, ({ residNorm, attentionSelf, attentionKey, attentionWeight }) => {
      // hook_resid_post of the layer below: only layer 2 is read with an outsized norm.
      residNorm.fill(1);
      if (position === 0) residNorm[1] = 30;
      attentionSelf.fill(0);
      attentionKey.fill(noKey);
      if (position === 0) return;
      attentionKey[0] = 0;
      attentionWeight[0] = 0.8;
    }),
  );
  const beams = beamsOf(stateWith({}, {}, overviews));
  expect(beams.map(({ layer, key, kind }) => ({ layer, key, kind }))).toEqual([
    { layer: 0, key: 0, kind: 'sink' },
  ]);
});

test('no sink: ten times the median is not yet more than ten times', () => {
  const overviews = [0, 1, 2, 3, 4].map((position) =>
    fakeOverview(position, ({ residNorm }) => residNorm.fill(position === 0 ? 10 : 1)),
  );
  expect(sinkPosition(stateWith({}, {}, overviews), 1, 4)).toBeUndefined();
});

test('a list is filled again and again, and grows with what there is', () => {
  const list = new BeamList();
  const many = Array.from({ length: 128 }, (_, position) => attentive(position));
  const filled = beamsOf(stateWith({ isolatedLayer: 0 }, {}, many), list);
  // Three beams a head for all but the first two tokens, which read one and two.
  expect(filled).toHaveLength(fakeShape.headCount * (126 * 3 + 2 + 1));
  const wide = beamsOf(stateWith({ beamThreshold: 0 }, { selectedPosition: 0 }, many), list);
  expect(wide).toHaveLength(rows * 128);
  expect(beamsOf(stateWith({ beamThreshold: 0.9 }), list)).toEqual([]);
});

test('beams above the cursor are in the list but not lit', () => {
  const list = new BeamList();
  const state = stateWith({}, { cursor: { position: 4, layer: 0, sweep: false } });
  const beams = beamsOf(state, list);
  const lit = beams.filter((_, index) => isBeamLit(list, index, state));
  expect(new Set(lit.map(({ layer }) => layer))).toEqual(new Set([0]));
  expect(lit.length * fakeShape.layerCount).toBe(beams.length);
});
