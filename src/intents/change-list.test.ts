import { expect, test } from 'vitest';
import type { ChangeEntry } from '#contract/change.ts';
import { createStoreBench } from '#tests/fakes/store-bench.ts';
import { control, fakeHello, fakeRunMessages } from '#tests/fakes/fake-run.ts';
import { changedEntries, type ChangeIntent } from './change-list.ts';

const bench = createStoreBench();
bench.commands.expectRun({ request: 1, source: 'live' });
bench.live(...fakeRunMessages(fakeHello(), 3), control({ kind: 'end', request: 1, reason: 'x' }));

function after(...intents: readonly ChangeIntent[]): readonly ChangeEntry[] {
  let entries: readonly ChangeEntry[] = [];
  for (const [index, intent] of intents.entries()) {
    entries = changedEntries(entries, intent, { state: bench.store.state, nextId: index + 1 });
  }
  return entries;
}

const grab = { kind: 'verb', verb: 'grab', stage: 'change', layer: 1 } as const;
const slice = (layer: number): ChangeIntent => ({
  ...{ kind: 'verb', verb: 'slice', stage: 'change', layer },
});
const pull = { kind: 'verb', verb: 'pull', stage: 'change', layer: 0, head: 1 } as const;

test('each verb makes its change, by the settings where it does not say more', () => {
  expect(after(grab, slice(1), { ...pull, query: 2, key: 0, scope: 'this' })).toEqual([
    { id: 1, isOn: true, change: { kind: 'layer', layer: 1, by: 'zero' } },
    { id: 2, isOn: true, change: { kind: 'stop', layer: 1 } },
    {
      ...{ id: 3, isOn: true },
      change: { kind: 'beam', layer: 0, head: 1, query: 2, key: 0, scope: 'this' },
    },
  ]);
  expect(after({ ...pull, query: 2, key: 2 })[0]?.change).toMatchObject({ scope: 'later' });
});

test('the same gesture again puts it back, or on again when it was switched off', () => {
  expect(after(grab, grab)).toEqual([]);
  const off = { kind: 'set-change-on', change: 1, on: false } as const;
  expect(after(grab, off)[0]?.isOn).toBe(false);
  expect(after(grab, off, grab)).toEqual(after(grab));
});

test('a run stops after one layer', () => {
  expect(after(slice(0), slice(1)).map(({ change }) => change.layer)).toEqual([1]);
});

test('what the model or the text does not have is not changed', () => {
  expect(after({ ...grab, layer: 3 }, { ...grab, layer: 0.5 })).toEqual([]);
  // The last layer is where every run stops.
  expect(after(slice(2))).toEqual([]);
  expect(after({ ...pull, query: 3, key: 0 }, { ...pull, query: 1, key: 2 })).toEqual([]);
  expect(after({ ...pull, head: 2, query: 1, key: 0 })).toEqual([]);
});

test('entries move, change and go; one that is not there changes nothing', () => {
  const two = [grab, slice(0)];
  const ids = (...more: readonly ChangeIntent[]): number[] =>
    after(...two, ...more).map(({ id }) => id);
  expect(ids({ kind: 'move-change', change: 2, places: -1 })).toEqual([2, 1]);
  expect(ids({ kind: 'move-change', change: 2, places: 5 })).toEqual([1, 2]);
  expect(ids({ kind: 'remove-change', change: 1 })).toEqual([2]);
  expect(ids({ kind: 'clear-changes' })).toEqual([]);
  expect(after(grab, { kind: 'set-layer-ablation', change: 1, by: 'mean' })[0]?.change).toEqual({
    ...{ kind: 'layer', layer: 1, by: 'mean' },
  });
  const list = after(...two);
  const options = { state: bench.store.state, nextId: 9 };
  const nothing = { kind: 'set-change-scope', change: 1, scope: 'this' } as const;
  expect(changedEntries(list, nothing, options)).toBe(list);
  expect(changedEntries(list, { ...nothing, change: 77 }, options)).toBe(list);
});
