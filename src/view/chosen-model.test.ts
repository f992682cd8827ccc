import { expect, test } from 'vitest';
import type { Target } from '#contract/intent.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';
import { chosenModel } from './chosen-model.ts';
import { describeTarget } from './describe-target.ts';

const { state } = liveBench().store;
const faint: Target = { kind: 'beam', layer: 1, head: 0, query: 1, key: 0 };

test('what can be pointed at is told as when it is', () => {
  const { store } = createFakeStore(state);
  const floor: Target = { kind: 'layer', layer: 1 };
  expect(chosenModel(floor, store)).toEqual(describeTarget(floor, store));
  const own: Target = { ...faint, key: 1 };
  expect(chosenModel(own, store)).toEqual(describeTarget(own, store));
});

test('a weight too small to be told is asked for, and a torn beam says that it is', () => {
  const { store, show } = createFakeStore(state);
  expect(chosenModel(faint, store)).toMatchObject({
    sentence:
      'Head 0 of layer 1 gives “␣t0” too little of what “␣t1” reads to be among the beams that are told.',
    name: 'blocks.1.attn.hook_pattern[head 0, query 1, key 0]',
    wants: { site: 'attn.hook_pattern', layer: 1, position: 1 },
  });
  const change = { ...faint, kind: 'beam', scope: 'later' } as const;
  show({ branch: 1, changes: [{ id: 1, change, isOn: true }] }, 'changes');
  expect(chosenModel(faint, store)?.sentence).toBe(
    'This beam is torn out: head 0 of layer 1 reads nothing from “␣t0”.',
  );
  // The original has it still.
  show({ branch: 0 }, 'changes');
  expect(chosenModel(faint, store)?.sentence).toContain('gives “␣t0” too little');
});
