import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tourPlace, tourStops } from '#contract/tour-stop.ts';
import type { StoreState } from '#store/read.ts';
import { stateWith } from '#tests/fakes/panel-bench.ts';
import { createFakeStore } from '#tests/fakes/fake-store.ts';
import { playIntoStore } from '#tests/support/bundled-store.ts';
import { BeamList, isBeamLit } from './beam-list.ts';
import { shownBinValue } from './bin-value.ts';
import { describeTarget } from './describe-target.ts';
import { glossary } from './glossary.ts';
import { percentWords } from './number-words.ts';
import { tourModel, tourStopModel, tourTarget } from './tour.ts';

const bundled = await playIntoStore(new Uint8Array(readFileSync('assets/recordings/capital.mcap')));
const { store, commands } = bundled;
const promptEnd = { position: 4, layer: 29, sweep: true };

test.each(tourStops)('the stop “%s” points at something that is described and lit', (stop) => {
  commands.moveCursor(promptEnd);
  const target = tourTarget(stop, store.state);
  const model = target && describeTarget(target, store);
  expect(model?.status).not.toBe('GUIDE');
  expect(model?.sentence).not.toContain('has not reached');
});

test('the window and the strip of the spine are the brightest of their rows', () => {
  for (const stop of ['activation', 'residual stream'] as const) {
    const target = tourTarget(stop, store.state);
    if (target?.kind !== 'bin') throw new Error('The stop points at no window.');
    const { hi } = store.state.hello?.display.hooks[target.site] ?? { hi: [] };
    const shown = Math.abs(shownBinValue(store.state, target) ?? 0);
    expect(shown).toBeGreaterThan((hi[target.layer] ?? Infinity) / 8);
    for (let bin = 0; bin < 64; bin += 1) {
      const other = Math.abs(shownBinValue(store.state, { ...target, bin }) ?? 0);
      expect(other).toBeLessThanOrEqual(shown);
    }
  }
});

test('the beam is one of those that are drawn, and the strongest of its head', () => {
  const target = tourTarget('attention weight', store.state);
  if (target?.kind !== 'beam') throw new Error('The stop points at no beam.');
  const { layer, head, query, key } = target;
  commands.moveCursor(promptEnd);
  commands.select(query);
  commands.changeSettings({ isolatedLayer: layer, isolatedHead: head });
  const list = new BeamList();
  list.collect(store.state);
  const drawn = Array.from({ length: list.count }, (_, index) => index).filter((index) =>
    isBeamLit(list, index, store.state),
  );
  const strongest = drawn.sort((a, b) => list.weight(b) - list.weight(a)).at(0) ?? -1;
  commands.select(null);
  commands.changeSettings({ isolatedLayer: null, isolatedHead: null });
  expect(store.state.tokens[key]?.text).toBe(' France');
  expect(list.at(strongest)).toMatchObject({ layer, head, query, key });
});

test('each sentence tells the run’s own numbers', () => {
  commands.moveCursor(promptEnd);
  const { state } = store;
  const said = (stop: (typeof tourStops)[number]): string => tourStopModel(stop, store).sentence;
  const overview = state.overviews[4];
  const place = (23 * 9 + 4) * (state.hello?.display.topK ?? 0);
  expect(overview?.attentionKey[place]).toBe(3);
  expect(said('attention weight')).toContain(percentWords(overview?.attentionWeight[place] ?? 0));
  const likeliest = Math.exp(overview?.predictionLogprob[0] ?? -Infinity);
  expect(said('prediction')).toContain(`“␣Paris” ${percentWords(likeliest)}`);
  expect(said('token')).toContain('“␣is”, the last of 5');
  expect(said('layer')).toContain('30');
  expect(said('activation')).toContain(
    describeTarget(tourTarget('activation', state) ?? { kind: 'layer', layer: 0 }, store)?.value,
  );
});

test('the stops name the sites of the model, and their terms stand in the glossary', () => {
  const named = tourStops.slice(0, -1).map((stop) => tourStopModel(stop, store));
  expect(named.map(({ name }) => name)).toEqual([
    'tokens[4]',
    'blocks.23',
    expect.stringMatching(/^blocks\.23\.mlp\.hook_post\[position 4, neurons \d+ to \d+\]$/),
    expect.stringMatching(/^blocks\.23\.hook_resid_post\[position 4, dimensions \d+ to \d+\]$/),
    'blocks.23.attn.hook_pattern[head 4, query 4, key 3]',
    'logits[position 4]',
  ]);
  for (const { glossaryKey, term } of named) {
    const entry = glossary.find(({ key }) => key === glossaryKey);
    expect(entry?.term).toBe(term.toLowerCase());
  }
});

test('sentences are plain: no site’s name stands in them', () => {
  for (const stop of tourStops) {
    const { sentence, title } = tourStopModel(stop, store);
    expect(`${title} ${sentence}`).not.toMatch(/hook_|blocks\.|[a-z]\.[a-z]/);
  }
});

test('the last stop has the visitor tear the beam out, and says what came of it', () => {
  commands.moveCursor(promptEnd);
  const recorded = tourStopModel('visitor', store);
  expect(recorded.sentence).toMatch(/The model is still loading: this reads the recorded run/);
  expect(recorded.act?.refusal).toBeDefined();
  const live = { ...store.state, runSource: 'live' } as const;
  const before = createFakeStore(live);
  expect(tourStopModel('visitor', before.store).act).toMatchObject({
    label: 'Tear it out',
    refusal: undefined,
    intent: { kind: 'verb', stage: 'change', verb: 'pull', layer: 23, head: 4, query: 4, key: 3 },
  });
  const pendingChanges = { request: 1, entries: [] };
  before.show({ pendingChanges }, 'changes');
  expect(tourStopModel('visitor', before.store).sentence).toBe(
    'The model reads the sentence again.',
  );
  const change = { ...tourPlace, kind: 'beam', query: 4, key: 3, scope: 'later' } as const;
  const overviews = [...live.overviews];
  const last = overviews[4];
  if (last) overviews[4] = { ...last, predictionToken: last.predictionToken.toReversed() };
  const torn: StoreState = { ...live, branch: 1, overviews, beside: live };
  const after = createFakeStore({ ...torn, changes: [{ id: 1, change, isOn: true }] });
  const told = tourStopModel('visitor', after.store);
  expect(told.act?.label).toBe('Put it back');
  expect(told.sentence).toMatch(/^After “␣is” the model said “␣Paris” with 77 %\. Now it says/);
});

test('before the run is here the sentences do without its numbers, and nothing is pointed at', () => {
  const fake = createFakeStore(stateWith({ hello: undefined, arrivedCount: 0 }));
  for (const stop of tourStops) {
    const { sentence, target, name } = tourStopModel(stop, fake.store);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toMatch(/\d|undefined/);
    expect(target).toBeUndefined();
    expect(name).not.toContain('undefined');
  }
});

test('the tour is where the settings say, and nowhere without a stop', () => {
  expect(tourModel(store)).toBeUndefined();
  commands.changeSettings({ tourStop: 4 });
  expect(tourModel(store)).toMatchObject({ stop: 'attention weight', index: 4, count: 7 });
  commands.changeSettings({ tourStop: 99 });
  expect(tourModel(store)).toBeUndefined();
  commands.changeSettings({ tourStop: null });
});
