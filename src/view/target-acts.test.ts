import { expect, test } from 'vitest';
import type { Target } from '#contract/intent.ts';
import type { StoreState } from '#store/read.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';
import { stateWith } from '#tests/fakes/panel-bench.ts';
import { chosenTarget, targetActs } from './target-acts.ts';

const live = liveBench().store.state;
const beam: Target = { kind: 'beam', layer: 1, head: 0, query: 1, key: 0 };
const floor: Target = { kind: 'layer', layer: 1 };

function labels(target: Target, state: StoreState = live): readonly string[] {
  return targetActs(target, state).map(({ label }) => label);
}

test('a floor is opened, cut, pulled out and made the last by buttons too', () => {
  expect(labels(floor)).toEqual([
    'Open layer 1 to read',
    'Cut open above layer 1',
    'Pull it out: layer 1 × 0',
    'Stop after layer 1',
  ]);
  expect(targetActs(floor, live).map(({ intent }) => intent)).toEqual([
    { kind: 'verb', stage: 'read', verb: 'grab', layer: 1 },
    { kind: 'verb', stage: 'read', verb: 'slice', layer: 1 },
    { kind: 'verb', stage: 'change', verb: 'grab', layer: 1 },
    { kind: 'verb', stage: 'change', verb: 'slice', layer: 1 },
  ]);
});

test('what is done already is put back by the same button', () => {
  const changes = [
    { id: 0, change: { kind: 'layer', layer: 1, by: 'zero' }, isOn: true },
    { id: 1, change: { kind: 'stop', layer: 1 }, isOn: true },
  ] as const;
  const settings = { ...live.settings, cutLayer: 1 };
  expect(labels(floor, { ...live, changes, settings, openLayers: [1] })).toEqual([
    'Close layer 1',
    'Close the cut',
    'Put layer 1 back',
    'Go on to the top',
  ]);
});

test('a beam is torn out for one word or for every later one, or put back', () => {
  expect(labels(beam)).toEqual([
    'Tear it out for “␣t1” alone',
    'Tear it out, here and in every later word',
    'Switch head 0 of layer 1 off for “␣t1”',
  ]);
  expect(targetActs(beam, live).map(({ intent }) => intent)).toEqual([
    { ...beam, kind: 'verb', stage: 'change', verb: 'pull', scope: 'this' },
    { ...beam, kind: 'verb', stage: 'change', verb: 'pull', scope: 'later' },
    { kind: 'switch-off-head', layer: 1, head: 0, position: 1 },
  ]);
  const change = { ...beam, kind: 'beam', scope: 'this' } as const;
  const changes = [{ id: 0, change, isOn: true }];
  expect(labels(beam, { ...live, changes })[0]).toBe('Put this beam back');
});

test('a head is switched off where it, or a number of it, is pointed at', () => {
  const head: Target = { kind: 'head', position: 1, layer: 1, head: 1 };
  expect(labels(head)[0]).toBe('Switch head 1 of layer 1 off for “␣t1”');
  const bin: Target = { kind: 'bin', site: 'attn.hook_z', position: 1, layer: 1, bin: 9 };
  expect(labels(bin)[0]).toBe('Switch head 1 of layer 1 off for “␣t1”');
  const value: Target = { kind: 'value', site: 'attn.hook_z', position: 1, layer: 1, index: 3 };
  expect(labels(value)[0]).toBe('Switch head 0 of layer 1 off for “␣t1”');
  expect(labels({ ...value, site: 'mlp.hook_post' })[0]).toBe('Open layer 1 to read');
  const change = { kind: 'head', layer: 1, head: 1, position: 1 } as const;
  const off = { ...live, changes: [{ id: 0, change, isOn: true }] };
  expect(labels(head, off)[0]).toBe('Switch head 1 of layer 1 on for “␣t1”');
});

test('a token is asked what matters for it, until that is measured', () => {
  const token: Target = { kind: 'token', position: 1 };
  expect(targetActs(token, live)).toEqual([
    {
      key: 'measure',
      label: 'What matters here?',
      refusal: undefined,
      intent: { kind: 'measure-effects', position: 1 },
    },
  ]);
  const effects = { request: 1, branch: 0, position: 1, tests: [], results: [], measuredCount: 0 };
  const measuring = { ...live, effects: { ...effects, isMeasuring: true } };
  expect(targetActs(token, measuring)[0]).toMatchObject({
    label: 'Stop measuring',
    intent: { kind: 'stop-measuring' },
  });
  expect(targetActs({ ...token, position: 9 }, live)[0]?.refusal).toBe(
    'this token has not been computed yet',
  );
});

test('without the model what reads can be done, what changes says why not', () => {
  const refusals = targetActs(floor, stateWith({})).map(({ refusal }) => refusal);
  const loading =
    'the model is still loading: this reads the recorded run and cannot change it yet';
  expect(refusals).toEqual([undefined, undefined, loading, loading]);
  const last = targetActs({ kind: 'layer', layer: 2 }, live).at(-1);
  expect(last?.refusal).toBe('layer 2 is the last: the answer is read there anyway');
});

test('buttons are about what is kept in view, else the focus, the place, the selected token', () => {
  const selected: StoreState = { ...live, selectedPosition: 1 };
  const inside: StoreState = { ...selected, zoom: { level: 'layer', layer: 2 } };
  const focus: Target = { kind: 'token', position: 0 };
  expect(chosenTarget(live, undefined)).toBeUndefined();
  expect(chosenTarget(selected, undefined)).toEqual({ kind: 'token', position: 1 });
  expect(chosenTarget(inside, undefined)).toEqual({ kind: 'layer', layer: 2 });
  expect(chosenTarget(inside, focus)).toEqual(focus);
  const touring = { ...inside, settings: { ...live.settings, tourStop: 0 } };
  expect(chosenTarget(touring, focus)).toEqual({ kind: 'layer', layer: 2 });
  expect(chosenTarget({ ...inside, pinned: beam }, focus)).toEqual(beam);
  const hall = { level: 'component', layer: 1, position: 1, storey: 'attention' } as const;
  expect(chosenTarget({ ...live, zoom: hall }, undefined)).toEqual({
    kind: 'attention',
    position: 1,
    layer: 1,
  });
  const site = 'mlp.hook_post' as const;
  const value = { level: 'activation', layer: 1, position: 1, site, index: 4 } as const;
  expect(chosenTarget({ ...live, zoom: value }, undefined)?.kind).toBe('value');
  expect(chosenTarget({ ...live, zoom: { level: 'token', position: 0 } }, undefined)).toEqual(
    focus,
  );
});
