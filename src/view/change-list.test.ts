import { expect, test } from 'vitest';
import type { Change } from '#contract/change.ts';
import type { StoreState } from '#store/read.ts';
import { liveBench } from '#tests/fakes/interpreter-bench.ts';
import { changeRows, type ChangeRow } from './change-list.ts';

const liveState = liveBench().store.state;
const torn = { kind: 'beam', layer: 1, head: 0, query: 1, key: 0, scope: 'this' } as const;

function stateWithChanges(...changes: readonly Change[]): StoreState {
  return { ...liveState, changes: changes.map((change, id) => ({ id, change, isOn: true })) };
}

function rowsOf(...changes: readonly Change[]): readonly ChangeRow[] {
  return changeRows(stateWithChanges(...changes));
}

test('each kind of change is told in a sentence, by its true name, with its choices', () => {
  expect(
    rowsOf(
      { kind: 'layer', layer: 0, by: 'zero' },
      { kind: 'layer', layer: 1, by: 'mean' },
      { ...torn, layer: 2, scope: 'later' },
      { kind: 'head', layer: 2, head: 1, position: 0 },
      { kind: 'stop', layer: 2 },
    ),
  ).toEqual([
    {
      id: 0,
      sentence: 'Layer 0 adds nothing: its attention and its feed-forward part × 0.',
      name: 'blocks.0.hook_attn_out, blocks.0.hook_mlp_out × 0',
      isOn: true,
      scope: undefined,
      by: 'zero',
      notes: [],
    },
    {
      id: 1,
      sentence:
        'Layer 1 adds the same to every token: the mean of what it added over the calibration text.',
      name: 'blocks.1.hook_attn_out, blocks.1.hook_mlp_out = calibration mean',
      isOn: true,
      scope: undefined,
      by: 'mean',
      notes: [],
    },
    {
      id: 2,
      sentence: 'Head 0 of layer 2 reads nothing from “␣t0”, for “␣t1” and every later word.',
      name: 'blocks.2.attn.hook_attn_scores[head 0, query 1…, key 0] = −∞',
      isOn: true,
      scope: 'later',
      by: undefined,
      notes: [],
    },
    {
      id: 3,
      sentence: 'Head 1 of layer 2 adds nothing for “␣t0”.',
      name: 'blocks.2.attn.hook_z[position 0, head 1] × 0',
      isOn: true,
      scope: undefined,
      by: undefined,
      notes: [],
    },
    {
      id: 4,
      sentence: 'The answer is read after layer 2; the layers above are not computed.',
      name: 'stop after blocks.2.hook_resid_post',
      isOn: true,
      scope: undefined,
      by: undefined,
      notes: [],
    },
  ]);
});

test('[IV2] with every key of a query torn out, the word can read nothing', () => {
  const [first, second] = rowsOf(torn, { ...torn, key: 1 });
  const emptied =
    '“␣t1” can read nothing there: head 0 of layer 1 has no word left, and adds nothing for it.';
  expect(first?.notes).toEqual([emptied]);
  expect(second?.notes).toEqual(['It acts on what the change above it left.', emptied]);
  expect(rowsOf({ ...torn, query: 0 })[0]?.notes).toHaveLength(1);
  expect(rowsOf({ ...torn, query: 0, scope: 'later' })[0]?.notes).toHaveLength(1);
});

test('rows of another head, and changes that are off, empty nothing', () => {
  expect(rowsOf(torn, { ...torn, key: 1, head: 1 }).flatMap(({ notes }) => notes)).toEqual([]);
  const state = stateWithChanges(torn, { ...torn, key: 1 });
  const [on, off] = state.changes;
  if (!on || !off) throw new Error('Two changes were made.');
  const rows = changeRows({ ...state, changes: [on, { ...off, isOn: false }] });
  expect(rows.map(({ isOn }) => isOn)).toEqual([true, false]);
  expect(rows.flatMap(({ notes }) => notes)).toEqual([]);
});

test('[IV1] at one site a change acts on what the one above it left', () => {
  const [, second] = rowsOf({ ...torn, scope: 'later', query: 0 }, { ...torn, key: 1 });
  expect(second?.notes).toContain('It acts on what the change above it left.');
  expect(rowsOf(torn, { ...torn, query: 0 })[1]?.notes.join('')).not.toContain('above it');
});

test('what cannot have an effect beside the others says so', () => {
  expect(rowsOf(torn, { kind: 'stop', layer: 0 })[0]?.notes).toEqual([
    'It has no effect: the run stops after layer 0.',
  ]);
  expect(rowsOf({ kind: 'layer', layer: 1, by: 'zero' }, torn)[1]?.notes).toEqual([
    'It has no effect: all that layer 1 adds is replaced.',
  ]);
  expect(rowsOf({ kind: 'head', layer: 1, head: 0, position: 1 }, torn)[1]?.notes).toEqual([
    'It has no effect: that head is switched off there.',
  ]);
});

test('what was sent and is not through yet stands in the list already', () => {
  const change: Change = { kind: 'stop', layer: 0 };
  const pendingChanges = { request: 9, entries: [{ id: 4, change, isOn: true }] };
  const rows = changeRows({ ...stateWithChanges(torn), pendingChanges });
  expect(rows.map(({ id }) => id)).toEqual([4]);
});
