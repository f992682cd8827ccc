import { expect, test } from 'vitest';
import { rowShape, type LayerSite } from '#contract/hook-site.ts';
import {
  fakeDirections,
  fakeOverview,
  fakeVocabulary,
  fakeShape,
  fakeValues,
} from '#tests/fakes/fake-run.ts';
import { benchWithRun, type StoreBench } from '#tests/fakes/store-bench.ts';
import { describeTarget } from '#view/describe-target.ts';
import { boardLight, type Board } from './board.ts';
import type { ComponentPlace } from './component-attention.ts';
import { componentExhibit } from './component-exhibit.ts';

const layer = 1;
const position = 2;
const attention = { level: 'component', layer, position, storey: 'attention' } as const;
const feedForward = { level: 'component', layer, position, storey: 'feed-forward' } as const;

function bench(): StoreBench {
  const made = benchWithRun(4);
  made.commands.moveCursor({ position: 3, layer: 2, sweep: false });
  return made;
}

function give({ live }: StoreBench, site: LayerSite, valueOf: (index: number) => number): void {
  const row = rowShape(site, fakeShape, position + 1);
  const length = row.reduce((all, size) => all * size, 1);
  const data = Float32Array.from({ length }, (_, index) => valueOf(index));
  live(fakeValues({ site, layer, positions: [position], shape: [1, ...row], data }));
}

function board(made: StoreBench, place: ComponentPlace, key: string): Board {
  const found = componentExhibit(place, made.store).boards.find((each) => each.key === key);
  if (!found) throw new Error(`There is no board ${key}.`);
  return found;
}

test('a storey wishes for all its rows of the one token, and says of each that it is on its way', () => {
  const made = bench();
  const { boards, wishes } = componentExhibit(attention, made.store);
  expect(boards.map(({ key }) => key)).toEqual(['pattern', 'scores', 'q', 'k', 'v', 'z', 'out']);
  expect(boards.every(({ missing }) => missing === 'This is on its way.')).toBe(true);
  expect(wishes.map(({ site }) => site)).toEqual([
    'attn.hook_pattern',
    'attn.hook_attn_scores',
    'attn.hook_q',
    'attn.hook_k',
    'attn.hook_v',
    'attn.hook_z',
    'hook_attn_out',
  ]);
  expect(wishes.every(({ positions }) => positions.join() === '2')).toBe(true);
  expect(componentExhibit(feedForward, made.store).wishes.map(({ site }) => site)).toEqual([
    'mlp.hook_post',
    'hook_mlp_out',
    'mlp.hook_pre',
    'mlp.hook_pre_linear',
  ]);
});

test('attention shows a row for each head and, of keys and values, for each that heads share', () => {
  const made = bench();
  const sites = { q: 'attn.hook_q', k: 'attn.hook_k', v: 'attn.hook_v', z: 'attn.hook_z' } as const;
  for (const site of Object.values(sites)) give(made, site, (index) => index - 70);
  for (const [key, site] of Object.entries(sites)) {
    const { values, rowCount, columnCount, targetAt, cellOf } = board(made, attention, key);
    const heads = key === 'q' || key === 'z' ? 2 : 1;
    expect({ rowCount, columnCount }).toEqual({ rowCount: heads, columnCount: 64 });
    expect(values[5]).toBe(-65);
    const target = { kind: 'value', site, layer, position, index: 64 * heads - 1 } as const;
    expect(targetAt(heads - 1, 63)).toEqual(target);
    expect(cellOf(target)).toBe(64 * heads - 1);
    expect(cellOf({ ...target, position: 1 })).toBe(-1);
    expect(targetAt(heads, 0)).toBeUndefined();
  }
  expect(board(made, attention, 'q').sentence).toContain(
    'The strongest is head 0, dimension 0: −70.',
  );
  expect(board(made, attention, 'v').sentence).toContain('key-value head 0, dimension 0: −70.');
});

test('weights are shares whose cells are beams; scores are sizes, and masked ones nothing', () => {
  const made = bench();
  give(made, 'attn.hook_pattern', (index) => [0.25, 0.5, 0.25, 0, 0.125, 0.875][index] ?? 0);
  give(made, 'attn.hook_attn_scores', (index) => (index === 3 ? -Infinity : index - 2));
  const pattern = board(made, attention, 'pattern');
  expect([...pattern.values]).toEqual([0.25, 0.5, 0.25, 0, 0.125, 0.875]);
  expect(pattern.scale).toEqual({ kind: 'share' });
  expect(pattern.columnNames).toEqual(['␣t0', '␣t1', '␣t2']);
  const beam = { kind: 'beam', layer, head: 1, query: 2, key: 0 } as const;
  expect(pattern.targetAt(1, 0)).toEqual(beam);
  expect(pattern.cellOf(beam)).toBe(3);
  expect(pattern.cellOf({ ...beam, query: 1 })).toBe(-1);
  expect(pattern.sentence).toContain('head 0 reads “␣t1” most: 50 %, 0.5.');
  const scores = board(made, attention, 'scores');
  expect([...scores.values]).toEqual([-2, -1, 0, NaN, 2, 3]);
  expect(scores.scale).toEqual({ kind: 'log', dark: 2, full: 3 });
});

test('[VAL2] a row that came together with a longer one is cut to its own keys', () => {
  const made = bench();
  made.live(
    fakeValues({
      site: 'attn.hook_pattern',
      layer,
      positions: [2, 3],
      shape: [2, 2, 4],
      data: Float32Array.of(0.25, 0.5, 0.25, 0, 0.5, 0.5, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0),
    }),
  );
  expect([...board(made, attention, 'pattern').values]).toEqual([0.25, 0.5, 0.25, 0.5, 0.5, 0]);
});

/** Neuron 7 by far the strongest, then 100, then falling with the number. */
function giveNeurons(made: StoreBench): void {
  give(made, 'mlp.hook_post', (index) => {
    if (index === 7) return -4;
    return index === 100 ? 3 : 1 / (index + 1);
  });
  give(made, 'mlp.hook_pre', (index) => index / 10);
  give(made, 'mlp.hook_pre_linear', (index) => -index);
}

test('neurons lie in lines of 64, in the light of single values', () => {
  const made = bench();
  giveNeurons(made);
  const post = board(made, feedForward, 'post');
  expect(post).toMatchObject({ chart: 'heat', rowCount: 3, columnCount: 64 });
  expect(post.rowNames).toEqual(['0–63', '64–127', '128–191']);
  expect(post.values[100]).toBe(3);
  expect(post.scale).toEqual({ kind: 'log', dark: 0.01, full: 2 });
  expect(boardLight(post.scale, -4)).toBe(1);
  expect(board(made, feedForward, 'pre').values[100]).toBe(10);
  expect(board(made, feedForward, 'linear').targetAt(1, 36)).toEqual({
    ...{ kind: 'value', site: 'mlp.hook_pre_linear', layer, position },
    index: 100,
  });
  expect(board(made, feedForward, 'post').sentence).toContain('The strongest is neuron 7: −4;');
});

test('the twelve strongest stand apart, with their numbers', () => {
  const made = bench();
  giveNeurons(made);
  const strongest = board(made, feedForward, 'strongest');
  expect(strongest.rowNames).toEqual([7, 100, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10].map(String));
  expect([...strongest.values.slice(0, 3)]).toEqual([-4, 3, 1]);
  expect(
    strongest.cellOf({ kind: 'value', site: 'mlp.hook_post', layer, position, index: 100 }),
  ).toBe(1);
  expect(strongest.sentence).toContain('are 7 with −4, 100 with 3 and 0 with 1.');
});

test('[DIR2] neurons are named by the tokens they write towards and away from', () => {
  const made = bench();
  giveNeurons(made);
  const named = [7, 100, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10];
  expect(componentExhibit(feedForward, made.store).directionWishes).toEqual([
    { layer, neurons: named },
  ]);
  made.live(fakeDirections(layer, [7, 100]), fakeVocabulary());
  const { directionWishes } = componentExhibit(feedForward, made.store);
  expect(directionWishes).toEqual([{ layer, neurons: named.slice(2) }]);
  const { rowNames, sentence, made: how } = board(made, feedForward, 'strongest');
  expect(rowNames.slice(0, 3)).toEqual(['7 “␣w7”', '100 “␣w100”', '0']);
  const away = 'away from “␣w200”, “␣w201” and “␣w202”';
  expect(sentence).toContain(
    `7 with −4 (it writes towards “␣w7”, “␣w8” and “␣w9”, ${away}; negative as it is here, it pushes the other way)`,
  );
  expect(sentence).toContain(
    `100 with 3 (it writes towards “␣w100”, “␣w101” and “␣w102”, ${away})`,
  );
  expect(how).toContain('DERIVED');
  const target = { kind: 'value', site: 'mlp.hook_post', layer, position, index: 100 } as const;
  expect(describeTarget(target, made.store)?.details[0]).toContain('writes towards “␣w100”');
});

test('directions that are not recorded are not asked for, and said', () => {
  const made = bench();
  giveNeurons(made);
  made.commands.refuseDirections(layer, 'These neurons’ directions were not recorded.');
  const { directionWishes, notes } = componentExhibit(feedForward, made.store);
  expect(directionWishes).toEqual([]);
  expect(notes).toEqual([
    'Which tokens these neurons write is not told: These neurons’ directions were not recorded.',
  ]);
});

test('only the most active are left when so many are asked for, in place or in order', () => {
  const made = bench();
  giveNeurons(made);
  made.commands.changeSettings({ strongestCount: 2 });
  const inPlace = board(made, feedForward, 'post');
  expect([...inPlace.values].filter((value) => !Number.isNaN(value))).toEqual([-4, 3]);
  expect(inPlace.targetAt(0, 8)).toBeUndefined();
  expect(componentExhibit(feedForward, made.store).notes).toEqual([
    '190 of 192 neurons are left out: those shown are the most active ones, by |hook_post|.',
  ]);
  made.commands.changeSettings({ unitOrder: 'strength' });
  const sorted = board(made, feedForward, 'linear');
  expect(sorted).toMatchObject({ chart: 'bars', rowCount: 2, columnCount: 1 });
  expect(sorted.rowNames).toEqual(['7', '100']);
  expect([...sorted.values]).toEqual([-7, -100]);
  expect(sorted.scale).toEqual({ kind: 'linear', full: 100 });
  const target = { kind: 'value', site: 'mlp.hook_pre_linear', layer, position } as const;
  expect(sorted.targetAt(1, 0)).toEqual({ ...target, index: 100 });
  expect(sorted.cellOf({ ...target, index: 100 })).toBe(1);
  expect(sorted.cellOf({ ...target, index: 3 })).toBe(-1);
  expect(board(made, feedForward, 'strongest').rowCount).toBe(2);
  made.commands.changeSettings({ strongestCount: null });
  expect(board(made, feedForward, 'post')).toMatchObject({ chart: 'bars', columnCount: 64 });
  expect([...board(made, feedForward, 'post').values.slice(0, 3)]).toEqual([-4, 3, 1]);
});

test('what is added is told with its size beside the stream', () => {
  const made = bench();
  give(made, 'hook_mlp_out', (index) => (index === 70 ? -8 : 1));
  const out = board(made, feedForward, 'out');
  expect(out).toMatchObject({ chart: 'bars', rowCount: 2, columnCount: 64 });
  expect(out.scale).toEqual({ kind: 'linear', full: 8 });
  expect(out.sentence).toContain('The strongest is dimension 70: −8.');
  expect(componentExhibit(feedForward, made.store).sentence).toContain('0.5 times as long');
});

test('what is hidden, gone or was never computed is said, without boards', () => {
  const made = bench();
  const said = (place: ComponentPlace): string => {
    const { sentence, boards, wishes } = componentExhibit(place, made.store);
    expect([...boards, ...wishes]).toEqual([]);
    return sentence;
  };
  expect(said({ ...attention, position: 9 })).toBe(
    'This run has no token 9: it has 4 tokens, counted from 0.',
  );
  expect(said({ ...attention, layer: 7 })).toContain('there is no layer 7');
  made.commands.moveCursor({ position: 2, layer: 0, sweep: false });
  expect(said(attention)).toBe('The replay has not reached layer 1 of “␣t2” yet.');
  made.commands.moveCursor({ position: 3, layer: 2, sweep: false });
  made.live(
    fakeOverview(2, (overview) => {
      overview.lnScale.fill(0, 2);
    }),
  );
  expect(said(attention)).toBe('Layer 1 was not computed: the model was stopped below it.');
});
