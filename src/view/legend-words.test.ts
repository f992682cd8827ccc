import { expect, test } from 'vitest';
import { changedState } from '#tests/fakes/changed-run.ts';
import { stateWith } from '#tests/fakes/panel-bench.ts';
import type { StoreState } from '#store/read.ts';
import { legendWords } from './legend-words.ts';

const settingsWith = (change: Partial<StoreState['settings']>): StoreState =>
  stateWith({ settings: { ...stateWith({}).settings, ...change } });

test('the legend says what brightness compares under the scale in force', () => {
  expect(legendWords(settingsWith({})).brightness).toContain('floors are compared by their wash');
  const common = legendWords(settingsWith({ commonScale: true }));
  expect(common.brightness).toContain('All floors share one scale');
  expect(common.scale).toContain('middle median');
});

test('it says how the scale was made: bins, ends, text', () => {
  const { scale } = legendWords(settingsWith({}));
  expect(scale).toContain('the strongest of 8, 3 and 2 neighbours');
  expect(scale).toContain('the median, dark, to the 99.5th percentile, full');
  expect(scale).toContain('64 tokens (calibration text cdcdcdcd…)');
  expect(legendWords(stateWith({ hello: undefined })).scale).toBe('');
});

test('it says which strength beams show, from where on and how many', () => {
  const { beams } = legendWords(settingsWith({ beamThreshold: 0.2, sinkBeams: 'full' }));
  expect(beams).toContain(
    'attention weight. Weights from 20 % up are drawn, at most 2 keys a head.',
  );
  expect(beams).toContain('are full; 0 % of this token’s attention rests on a sink.');
});

test('hidden beams have no strength', () => {
  const { shown } = stateWith({}).settings;
  const { beams } = legendWords(settingsWith({ shown: { ...shown, beams: false } }));
  expect(beams).toMatch(/^Beams are hidden\./);
});

test('it says when a storey is hatched', () => {
  expect(legendWords(settingsWith({})).hatch).toContain('cosine below −0.3');
});

test('while windows show differences the legend tells of those', () => {
  const state = changedState();
  const settings = { ...state.settings, light: 'difference' } as const;
  expect(legendWords({ ...state, settings }).brightness).toMatch(
    /moved from the original run: gold: .*, violet: .*0\.001/,
  );
  expect(legendWords(state).brightness).toMatch(/larger its number/);
});
