import { expect, test } from 'vitest';
import type { DecodedCarried } from '#contract/decoded-message.ts';
import type { Settings, StoreState } from '#store/read.ts';
import { fakeHello, fakeOverview, fakeShape, fakeTopK } from '#tests/fakes/fake-run.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { BeamList } from './beam-list.ts';
import { carriedBy, fullCarriedShare } from './carried-strength.ts';
import { describeTarget } from './describe-target.ts';
import { legendWords } from './legend-words.ts';

const { layerCount, headCount, width } = fakeShape;

function carriedOf(position: number, norm: number): DecodedCarried {
  const clock = { branch: 0, step: position, position, token: 100 + position, revision: 0 };
  return { type: 'carried', clock, norm: new Float32Array(layerCount * headCount).fill(norm) };
}

/** Token 3 reads token 1 with 0.5 and token 2 with 0.25; the residual it is added to has length 10. */
function stateWith(
  carried: StoreState['carried'],
  settings: Partial<Settings> = { beamStrength: 'carried' },
): StoreState {
  const { state } = benchWithRun(4).store;
  const overview = fakeOverview(3, ({ attentionKey, attentionWeight, attentionSelf, lnScale }) => {
    attentionSelf.fill(0);
    lnScale.fill(10 / Math.sqrt(width));
    for (let row = 0; row < layerCount * headCount; row += 1) {
      attentionKey.set([1, 2], row * fakeTopK);
      attentionWeight.set([0.5, 0.25], row * fakeTopK);
    }
  });
  const hello = fakeHello();
  return {
    ...state,
    hello: { ...hello, tiers: [...hello.tiers, 'carried'] },
    carried,
    overviews: [...state.overviews.slice(0, 3), overview],
    cursor: { position: 3, layer: layerCount - 1, sweep: false },
    settings: { ...state.settings, isolatedLayer: 1, isolatedHead: 0, ...settings },
    selectedPosition: 3,
  };
}

function strengthsOf(state: StoreState): {
  readonly strengths: number[];
  readonly unknown: number;
} {
  const list = new BeamList();
  list.collect(state);
  const strengths = Array.from({ length: list.count }, (_, index) => list.strength(index));
  return { strengths, unknown: list.unknownCount };
}

test('what is carried is weight × ‖v·W_O‖, as a share of the residual it is added to', () => {
  const state = stateWith([undefined, carriedOf(1, 4)]);
  const carried = carriedBy(state, { layer: 1, head: 0, query: 3, key: 1 }, 0.5);
  expect(carried).toMatchObject({ valueNorm: 4, norm: 2 });
  expect(carried?.share).toBeCloseTo(0.2);
  expect(carriedBy(state, { layer: 1, head: 0, query: 3, key: 2 }, 0.25)).toBeUndefined();
});

test('strength follows the weight, or what is carried up to its full share', () => {
  const carried = [undefined, carriedOf(1, 4), carriedOf(2, 100)];
  expect(strengthsOf(stateWith(carried, { beamStrength: 'weight' }))).toEqual({
    strengths: [0.5, 0.25],
    unknown: 0,
  });
  const { strengths, unknown } = strengthsOf(stateWith(carried));
  expect(strengths[0]).toBeCloseTo(0.2 / fullCarriedShare);
  expect(strengths[1]).toBe(1);
  expect(unknown).toBe(0);
});

test('the threshold keeps to the weight; what is not known yet has no strength and is counted', () => {
  const state = stateWith([undefined, carriedOf(1, 4)]);
  const { strengths, unknown } = strengthsOf(state);
  expect(strengths.map(Number.isNaN)).toEqual([false, true]);
  expect(unknown).toBe(1);
  const settings = { ...state.settings, beamThreshold: 0.4 };
  expect(strengthsOf({ ...state, settings }).strengths).toHaveLength(1);
  expect(legendWords(state).beams).toContain(
    'What 1 beam carries is not here yet: those are grey threads.',
  );
  const hello = fakeHello();
  const recorded = { ...state, hello: { ...hello, tiers: ['overview' as const] } };
  expect(legendWords(recorded).beams).toContain('not recorded');
});

test('a beam says what it carries, and how that was made', () => {
  const { store } = createFakeStore(stateWith([undefined, carriedOf(1, 4)]));
  const detailsOf = (key: number): string =>
    describeTarget({ kind: 'beam', layer: 1, head: 0, query: 3, key }, store)?.details.join(' ') ??
    '';
  expect(detailsOf(1)).toContain(
    'It carries ≈ 2: weight ≈ 0.5 × ‖v·W_O‖ 4, ≈ 0.2 of the length of the residual it is added to (DERIVED; Kobayashi et al. 2020).',
  );
  expect(detailsOf(2)).toContain('What it carries is not here yet');
});

test('only beams of heads known for the role that is asked for are left', () => {
  const state = stateWith([], {
    beamStrength: 'weight',
    headRole: 'induction',
    isolatedHead: null,
  });
  expect(strengthsOf(state).strengths).toEqual([]);
  const scores = new Array<number>(layerCount * headCount).fill(0);
  const headScores = {
    text: 'a'.repeat(64),
    'previous-token': scores,
    duplicate: scores,
    induction: scores.with(headCount + 1, 0.9),
    sink: scores,
  };
  const { hello } = state;
  if (!hello) throw new Error('The bench has a run.');
  const known = { ...state, hello: { ...hello, display: { ...hello.display, headScores } } };
  const list = new BeamList();
  list.collect(known);
  expect(Array.from({ length: list.count }, (_, index) => list.head(index))).toEqual([1, 1]);
});
