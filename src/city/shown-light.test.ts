import { expect, test } from 'vitest';
import type { Change, ChangeEntry } from '#contract/change.ts';
import type { Grip } from '#contract/verb.ts';
import type { HeldGrip, PreviewState } from '#contract/preview.ts';
import { createPreview } from '#input/create-preview.ts';
import { initialState } from '#store/initial-state.ts';
import type { StoreState } from '#store/read.ts';
import { fakeHello, fakeShape } from '#tests/fakes/fake-run.ts';
import { showsDifference } from '#view/difference-legend.ts';
import { uncutLayers } from './replay-front.ts';
import {
  askedChanges,
  bladeLayer,
  cutLayers,
  hasChangedLook,
  isGone,
  stopLayer,
} from './shown-light.ts';

const entry = (change: Change, isOn = true): ChangeEntry => ({ id: 1, change, isOn });
const layerOff: Change = { kind: 'layer', layer: 1, by: 'zero' };
const at = { x: 0, y: 0, z: 0 };

function stateWith(change: Partial<StoreState>): StoreState {
  return { ...initialState, hello: fakeHello(), ...change };
}

function holding(...grips: readonly Grip[]): PreviewState {
  const held = grips.map((grip): HeldGrip => ({
    actor: 'hand',
    grip,
    pulledMetres: 0,
    stage: undefined,
    fromPoint: at,
    atPoint: at,
    isLost: false,
  }));
  return { ...createPreview().state, held };
}

test('differences are shown of a changed run alone', () => {
  const settings = { ...initialState.settings, light: 'difference' as const };
  expect(showsDifference(stateWith({ settings }))).toBe(false);
  expect(showsDifference(stateWith({ settings, branch: 2 }))).toBe(true);
  expect(showsDifference(stateWith({ branch: 2 }))).toBe(false);
});

test('what is asked for counts before it is computed; what was done to another run does not', () => {
  const changes = [entry(layerOff)];
  expect(askedChanges(stateWith({ branch: 1, changes }))).toBe(changes);
  expect(askedChanges(stateWith({ branch: 0, changes }))).toEqual([]);
  const pendingChanges = { request: 1, entries: changes };
  expect(askedChanges(stateWith({ pendingChanges }))).toBe(changes);
  expect(isGone(stateWith({ branch: 1, changes }), 1)).toBe(true);
  expect(isGone(stateWith({ branch: 1, changes: [entry(layerOff, false)] }), 1)).toBe(false);
});

test('above the lowest stop nothing is lit, not even while the run without it is computed', () => {
  const stops = [2, 1].map((layer) => entry({ kind: 'stop', layer }));
  expect(stopLayer(stateWith({ branch: 1, changes: stops }))).toBe(1);
  expect(stopLayer(stateWith({ branch: 0, changes: stops }))).toBe(uncutLayers);
  const pendingChanges = { request: 1, entries: [] };
  const without = stateWith({ branch: 1, changes: stops, pendingChanges });
  expect(stopLayer(without)).toBe(1);
  expect(hasChangedLook(without, holding())).toBe(true);
});

test('a cut is where the hand holds it, else where it was left, and none above the last floor', () => {
  const cut = (cutLayer: number | null): StoreState =>
    stateWith({ settings: { ...initialState.settings, cutLayer } });
  expect(cutLayers(cut(null), holding())).toBe(uncutLayers);
  expect(cutLayers(cut(1), holding())).toBe(2);
  expect(cutLayers(cut(1), holding({ verb: 'slice', layer: 0 }))).toBe(1);
  expect(cutLayers(cut(fakeShape.layerCount - 1), holding())).toBe(uncutLayers);
  expect(bladeLayer(cut(null), holding())).toBe(fakeShape.layerCount - 1);
  expect(bladeLayer(cut(1), holding())).toBe(1);
  expect(bladeLayer(cut(1), holding({ verb: 'slice', layer: 0 }))).toBe(0);
  expect(cutLayers(initialState, holding())).toBe(uncutLayers);
});

test('towers look otherwise for floors that are gone, held or cut, not for a torn beam', () => {
  const torn: Change = { kind: 'beam', layer: 1, head: 0, query: 1, key: 0, scope: 'this' };
  const looks = (change: Change): boolean =>
    hasChangedLook(stateWith({ branch: 1, changes: [entry(change)] }), holding());
  expect([layerOff, { kind: 'stop', layer: 0 } as const, torn].map(looks)).toEqual([
    true,
    true,
    false,
  ]);
  expect(hasChangedLook(stateWith({}), holding({ verb: 'grab', layer: 1 }))).toBe(true);
  expect(hasChangedLook(stateWith({}), holding())).toBe(false);
});
