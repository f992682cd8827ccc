import { afterEach, expect, test } from 'vitest';
import type { HeldGrip } from '#contract/preview.ts';
import { changedState } from '#tests/fakes/changed-run.ts';
import { createFakeStore, type FakeStore } from '#tests/fakes/fake-store.ts';
import { mount, patient, unmountAll, type Mounted } from '#tests/fakes/mount-panel.ts';
import { stateWith } from '#tests/fakes/panel-bench.ts';

afterEach(unmountAll);

type Made = Mounted & Pick<FakeStore, 'show'>;

const held: HeldGrip = {
  actor: 'mouse',
  grip: { verb: 'grab', layer: 1 },
  pulledMetres: 0.25,
  stage: 'read',
  fromPoint: { x: 0, y: 0, z: 0 },
  atPoint: { x: 0, y: 0, z: 0 },
  isLost: false,
};

test.each<readonly [string, (made: Made) => void]>([
  [
    'chosen',
    ({ show }) => {
      show({ pinned: { kind: 'layer', layer: 1 } }, 'pinned');
    },
  ],
  [
    'held',
    ({ world }) => {
      world.preview.set({ held: [held] });
    },
  ],
  [
    'pointed at that can be held',
    ({ world }) => {
      world.preview.set({ handle: held.grip });
    },
  ],
  [
    'changed',
    ({ show }) => {
      show({ changes: changedState().changes }, 'changes');
    },
  ],
  [
    'about to be changed',
    ({ show }) => {
      show({ pendingChanges: { request: 5, entries: [] } }, 'changes');
    },
  ],
  [
    'measured',
    ({ show }) => {
      const effects = { request: 1, branch: 0, position: 1, tests: [], results: [] };
      show({ effects: { ...effects, measuredCount: 0, isMeasuring: true } }, 'effects');
    },
  ],
  [
    'cut open',
    ({ show }) => {
      show({ settings: { ...stateWith({}).settings, cutLayer: 1 } }, 'settings');
    },
  ],
])('nothing of it is there until something is %s', async (_, happen) => {
  const { store, show } = createFakeStore(stateWith({}));
  const made = { ...(await mount({ store })), show };
  const isThere = (): boolean => made.root.querySelector('[data-testid="changes-bar"]') !== null;
  // Whoever had asked for the script before would have it and have shown it now.
  await import('./changes-panel.ts');
  await new Promise((resolve) => setTimeout(resolve));
  expect(isThere()).toBe(false);
  happen(made);
  await expect.poll(isThere, patient).toBe(true);
});
