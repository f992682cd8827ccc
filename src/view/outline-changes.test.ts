import { expect, test } from 'vitest';
import type { StoreState } from '#store/read.ts';
import { changedState } from '#tests/fakes/changed-run.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';
import { outlineChanges } from './outline-changes.ts';
import type { OutlineNode } from './outline-node.ts';

function nodeOf(key: string, state: StoreState): OutlineNode {
  const found = outlineChanges(createFakeStore(state).store).find((node) => node.key === key);
  if (!found) throw new Error(`The outline has no ${key}.`);
  return found;
}

function textsUnder({ children }: OutlineNode): readonly string[] {
  return children.flatMap((node) => [node.text, ...textsUnder(node)]);
}

const live = liveBench().store.state;

test('where nothing was changed each section says so', () => {
  expect(outlineChanges(createFakeStore(live).store).map(({ text }) => text)).toEqual([
    'Nothing of the model is changed.',
    'There are no two runs to compare.',
    'It was not measured what matters.',
    'Nothing is kept in view.',
    'Windows show the run’s own numbers. No tower is cut open.',
    'A beam is torn out for its word and every later one, a layer pulled free is × 0.',
  ]);
});

test('changes are told one by one, with the run that is shown', () => {
  const state = changedState();
  const node = nodeOf('changes', state);
  expect(node.text).toBe('1 change; the changed run is shown.');
  expect(textsUnder(node)).toEqual([
    'Head 0 of layer 1 reads nothing from “␣t0”, for “␣t1” and every later word.',
    'blocks.1.attn.hook_attn_scores[head 0, query 1…, key 0] = −∞',
  ]);
  const [entry] = state.changes;
  if (!entry) throw new Error('There is a change.');
  const off = { ...state, changes: [{ ...entry, isOn: false }] };
  expect(nodeOf('changes', off).text).toMatch(/^1 change, 1 of them off;/);
  expect(textsUnder(nodeOf('changes', off))[0]).toMatch(/^Off: Head 0/);
  const pending = { ...state, pendingChanges: { request: 2, entries: [] } };
  expect(nodeOf('changes', pending).text).toBe('The model runs again with 0 changes.');
});

test('the result tells both answers, probability before log-probability', () => {
  const node = nodeOf('result', changedState());
  expect(node.text).toMatch(/^After “␣t1” the model said “␣w10” with 77 %\./);
  expect(textsUnder(node)[0]).toMatch(
    /^Before: “␣w10” 77 % \(log-probability −0\.261, −62 points\), /,
  );
  expect(textsUnder(node).at(-1)).toMatch(/it is no cause/);
});

test('effects are counted under a sentence that stays while they are measured', () => {
  const test = { kind: 'head', layer: 1, head: 0 } as const;
  const tests = [test];
  const effects = { request: 1, branch: 0, position: 1, tests, results: [undefined] };
  const state = { ...changedState(), effects: { ...effects, measuredCount: 0, isMeasuring: true } };
  expect(nodeOf('effects', state).text).toBe(
    'What matters for “␣w10” after “␣t1” is being measured.',
  );
  expect(textsUnder(nodeOf('effects', state))).toContain('Measuring: 0 of 1 head.');
  const result = { test, nats: -2, token: 11, logprob: -1 };
  const done = { ...effects, results: [result], measuredCount: 1, isMeasuring: false };
  const node = nodeOf('effects', { ...state, effects: done });
  expect(node.text).toBe('What matters for “␣w10” after “␣t1”: 1 head and 0 beams are measured.');
  expect(textsUnder(node)[0]).toBe(
    'Try this one: Head 0 of layer 1 is worth 2 nats, without it “␣w11” 37 %.',
  );
});

test('what is kept in view, the light and the cut are told', () => {
  const pinned = { kind: 'token', position: 1 } as const;
  expect(nodeOf('pinned', { ...live, pinned }).text).toBe(
    'Kept in view: “␣t1” is part of the prompt.',
  );
  const settings = { ...live.settings, light: 'difference', cutLayer: 1 } as const;
  expect(nodeOf('light', { ...changedState(), settings }).text).toBe(
    'Windows show how far each number moved from the original run. The towers are cut open above layer 1.',
  );
});
