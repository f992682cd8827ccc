import { expect, test } from 'vitest';
import type { EffectResult, EffectState, EffectTest } from '#store/read/change-state.ts';
import type { StoreState } from '#store/read.ts';
import { changedState } from '#tests/fakes/changed-run.ts';
import { effectCaution, effectList } from './effect-list.ts';

const head = (layer: number, number: number): EffectTest => ({ kind: 'head', layer, head: number });
const beam = (layer: number, key: number): EffectTest => ({ kind: 'beam', layer, head: 0, key });
const tests = [head(0, 0), head(0, 1), head(1, 0), head(1, 1), beam(1, 0)];

function measured(
  nats: readonly (number | undefined)[],
  change: Partial<EffectState> = {},
): StoreState {
  const results = nats.map((each, at): EffectResult | undefined => {
    const tried = tests[at];
    if (each === undefined || !tried) return undefined;
    return { test: tried, nats: each, token: each < -1 ? 11 : 10, logprob: Math.log(0.31) };
  });
  const effects: EffectState = {
    ...{ request: 1, branch: 0, position: 1, tests, results },
    measuredCount: results.filter((each) => each !== undefined).length,
    isMeasuring: false,
    ...change,
  };
  return { ...changedState(), effects };
}

test('what the answer needs most stands first and is the one to try', () => {
  const list = effectList(measured([-0.2, 0.4, -1.5, 0, -1.9]));
  expect(list?.title).toBe('What matters for “␣w10” after “␣t1”');
  expect(list?.progress).toBe('4 heads and 1 beam are measured.');
  expect(list?.rows.map(({ nats }) => nats)).toEqual(['1.9', '1.5', '0.2', '0', '−0.4']);
  expect(list?.rows.map(({ mark }) => mark)).toEqual(['Try this one', '', '', '', '']);
  expect(list?.rows[0]).toEqual({
    key: '1-0-0',
    words: 'Head 0 of layer 1, reading “␣t0”',
    name: 'blocks.1.attn.hook_attn_scores[head 0, query 1, key 0] = −∞',
    nats: '1.9',
    flip: 'without it “␣w11” 31 %',
    mark: 'Try this one',
    intent: {
      ...{ kind: 'verb', stage: 'change', verb: 'pull', layer: 1, head: 0, query: 1, key: 0 },
      scope: 'this',
    },
  });
  expect(list?.rows[2]).toMatchObject({
    words: 'Head 0 of layer 0',
    name: 'blocks.0.attn.hook_z[position 1, head 0] × 0',
    flip: '',
    intent: { kind: 'switch-off-head', layer: 0, head: 0, position: 1 },
  });
  expect(effectCaution).toMatch(/do not add up/);
});

test('what is measured so far is counted, heads first, then beams', () => {
  const heads = effectList(measured([-0.2, undefined], { isMeasuring: true }));
  expect(heads?.progress).toBe('Measuring: 1 of 4 heads.');
  expect(heads?.share).toBe(0.2);
  expect(heads?.rows[0]?.mark).toBe('Strongest so far');
  const beams = effectList(measured([0, 0, 0, 0, undefined], { isMeasuring: true }));
  expect(beams?.progress).toBe('Measuring: 0 of 1 beam.');
  expect(effectList(measured([0, 0]))?.progress).toBe(
    'Stopped: 2 of 4 heads and 0 of 1 beam are measured.',
  );
});

test('a run that is gone is not told of as if it were there', () => {
  const list = effectList(measured([-2, 0, 0, 0, 0], { branch: 7 }));
  expect(list?.title).toBe('What matters after “␣t1”');
  expect(list?.progress).toMatch(/measured, before the last change\.$/);
  expect(list?.rows[0]?.flip).toBe('');
});

test('what hardly matters is counted, not listed', () => {
  const many = Array.from({ length: 40 }, (_, at) => head(0, at));
  const results = many.map((each, at) => ({ test: each, nats: -at / 100, token: 10, logprob: -1 }));
  const change = { tests: many, results, measuredCount: 40 };
  const list = effectList(measured([], change));
  expect(list?.rows).toHaveLength(12);
  expect(list?.rest).toBe('28 more move it by at most 0.27 nats each.');
});

test('what the answer needs most is listed, however much stands against it', () => {
  const many = Array.from({ length: 20 }, (_, at) => head(0, at));
  const results = many.map((each, at) => ({
    ...{ test: each, token: 10, logprob: -1 },
    nats: at === 0 ? -0.3 : at,
  }));
  const list = effectList(measured([], { tests: many, results, measuredCount: 20 }));
  expect(list?.rows[0]).toMatchObject({ key: '0-0', nats: '0.3', mark: 'Try this one' });
});

test('where nobody asked there is no list, and where nothing matters nothing to try', () => {
  expect(effectList(changedState())).toBeUndefined();
  expect(effectList(measured([0, 0.1]))?.rows.some(({ mark }) => mark !== '')).toBe(false);
});
