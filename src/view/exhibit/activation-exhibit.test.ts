import { expect, test } from 'vitest';
import { rowShape, type LayerSite } from '#contract/hook-site.ts';
import {
  fakeDirections,
  fakeHello,
  fakeOverview,
  fakeRunMessages,
  fakeShape,
  fakeValues,
} from '#tests/fakes/fake-run.ts';
import { benchWithRun, createStoreBench, type StoreBench } from '#tests/fakes/store-bench.ts';
import { activationExhibit } from './activation-exhibit.ts';
import type { ActivationPlace } from './activation-value.ts';
import type { Board } from './board.ts';

const neuron: ActivationPlace = {
  ...{ level: 'activation', site: 'mlp.hook_post' },
  ...{ layer: 1, position: 2, index: 100 },
};
const value = { kind: 'value', site: 'mlp.hook_post', layer: 1, position: 2, index: 100 } as const;

function bench(): StoreBench {
  const made = benchWithRun(3);
  made.commands.moveCursor({ position: 2, layer: 2, sweep: false });
  return made;
}

interface At {
  readonly site?: LayerSite;
  readonly layer?: number;
  readonly position?: number;
}

/** Gives a row; every value comes from its index. */
function give({ live }: StoreBench, at: At, valueOf: (index: number) => number): void {
  const { site = 'mlp.hook_post', layer = 1, position = 2 } = at;
  const row = rowShape(site, fakeShape, position + 1);
  const length = row.reduce((all, size) => all * size, 1);
  const data = Float32Array.from({ length }, (_, index) => valueOf(index));
  live(fakeValues({ site, layer, positions: [position], shape: [1, ...row], data }));
}

function board(made: StoreBench, key: string, place = neuron): Board {
  const found = activationExhibit(place, made.store).boards.find((each) => each.key === key);
  if (!found) throw new Error(`There is no board ${key}.`);
  return found;
}

test('a value wishes for its row at all tokens, on all layers, and for what it is the product of', () => {
  const { wishes, boards } = activationExhibit(neuron, bench().store);
  expect(wishes).toEqual([
    { site: 'mlp.hook_post', layer: 1, positions: [2, 0, 1] },
    { site: 'mlp.hook_pre', layer: 1, positions: [2] },
    { site: 'mlp.hook_pre_linear', layer: 1, positions: [2] },
    { site: 'mlp.hook_post', layer: 2, positions: [2] },
    { site: 'mlp.hook_post', layer: 0, positions: [2] },
  ]);
  expect(boards.map(({ key }) => key)).toEqual([
    ...['neighbours', 'over-tokens', 'over-layers', 'distribution'],
  ]);
  expect(boards.every(({ missing }) => missing === 'This is on its way.')).toBe(true);
});

test('the value is told to its last digit, with its name and what made it', () => {
  const made = bench();
  give(made, {}, (index) => (index === 100 ? 0.123 : 0));
  give(made, { site: 'mlp.hook_pre' }, () => -1.5);
  give(made, { site: 'mlp.hook_pre_linear' }, () => 0.25);
  expect(activationExhibit(neuron, made.store).sentence).toBe(
    'Neuron 100 of what the neurons send on in layer 1 at “␣t2” is 0.123. That is silu(gate) × up, with the gate −1.5 (mlp.hook_pre) and up 0.25 (mlp.hook_pre_linear). Its true name is blocks.1.mlp.hook_post[position 2, neuron 100].',
  );
});

test('[DIR2] a neuron is told with what it writes, a value of another row without', () => {
  const made = bench();
  give(made, {}, () => -1);
  const { directionWishes } = activationExhibit(neuron, made.store);
  expect(directionWishes).toEqual([{ layer: 1, neurons: [100] }]);
  made.live(fakeDirections(1, [100]));
  const told = activationExhibit(neuron, made.store);
  expect(told.directionWishes).toEqual([]);
  expect(told.notes[0]).toMatch(/^The neuron writes towards “␣t0”.* pushes the other way/);
  const other = activationExhibit({ ...neuron, site: 'attn.hook_z' }, made.store);
  expect(other.directionWishes).toEqual([]);
});

test('neighbours are sixteen to each side, fewer at the ends of the row', () => {
  const made = bench();
  give(made, {}, (index) => (index === 90 ? -300 : index));
  const beside = board(made, 'neighbours');
  expect(beside).toMatchObject({ chart: 'bars', rowCount: 33, columnCount: 1 });
  expect([beside.rowNames[0], beside.rowNames[16]]).toEqual(['84', '100']);
  expect(beside.values[16]).toBe(100);
  expect(beside.cellOf(value)).toBe(16);
  expect(beside.targetAt(0, 0)).toEqual({ ...value, index: 84 });
  expect(beside.sentence).toContain('Here neuron 90 is the strongest: −300.');
  expect(board(made, 'neighbours', { ...neuron, index: 2 }).rowNames[0]).toBe('0');
  expect(board(made, 'neighbours', { ...neuron, index: 191 }).rowCount).toBe(17);
});

test('neighbours of a head’s value are its own head’s', () => {
  const made = bench();
  give(made, { site: 'attn.hook_z' }, (index) => index);
  const place = { ...neuron, site: 'attn.hook_z', index: 65 } as const;
  const { rowNames, values, sentence } = board(made, 'neighbours', place);
  expect([rowNames[0], rowNames.length]).toEqual(['0', 18]);
  expect(values[1]).toBe(65);
  expect(sentence).toContain('The dimensions 0 to 17');
  expect(activationExhibit(place, made.store).title).toContain(
    'Head 1, dimension 1 of attn.hook_z',
  );
});

test('the same value stands at every token and on every layer, as far as it is here', () => {
  const made = bench();
  for (const position of [0, 2]) give(made, { position }, () => position + 5);
  give(made, { layer: 2 }, () => -9);
  const tokens = board(made, 'over-tokens');
  expect([...tokens.values]).toEqual([5, NaN, 7]);
  expect(tokens.rowNames).toEqual(['␣t0', '␣t1', '␣t2']);
  expect(tokens.sentence).toContain('It is strongest at “␣t2”: 7.');
  expect(tokens.cellOf({ ...value, position: 0 })).toBe(0);
  const layers = board(made, 'over-layers');
  expect([...layers.values]).toEqual([-9, 7, NaN]);
  expect(layers.rowNames).toEqual(['layer 2', 'layer 1', 'layer 0']);
  expect(layers.targetAt(0, 0)).toEqual({ ...value, layer: 2 });
  expect(layers.cellOf({ ...value, layer: 0 })).toBe(2);
  expect(layers.sentence).toContain('It is strongest on layer 2: −9.');
  expect(activationExhibit(neuron, made.store).notes).toEqual([
    '1 row of 3 of mlp.hook_post cannot be shown. This is on its way.',
  ]);
});

test('of a pattern it is the same head and key, where that key had been read', () => {
  const made = bench();
  const site = 'attn.hook_pattern';
  // [head 0: 3 keys, head 1: 3 keys]; index 4 is head 1, key 1.
  for (const position of [0, 1, 2]) give(made, { site, position }, (index) => index / 8);
  const tokens = board(made, 'over-tokens', { ...neuron, site, index: 4 });
  expect([...tokens.values]).toEqual([NaN, 3 / 8, 4 / 8]);
  expect(tokens.targetAt(0, 0)).toBeUndefined();
  expect(tokens.targetAt(1, 0)).toEqual({ ...value, site, position: 1, index: 3 });
});

test('the row’s values are counted, and the value has its bin', () => {
  const made = bench();
  give(made, {}, (index) => (index === 100 ? 12 : (index % 3) - 1));
  const spread = board(made, 'distribution');
  expect(spread).toMatchObject({ status: 'DERIVED', chart: 'bars', rowCount: 24 });
  expect(spread.values.reduce((sum, count) => sum + count, 0)).toBe(192);
  expect(spread.values[0]).toBe(1);
  expect(spread.cellOf(value)).toBe(0);
  expect(spread.values[spread.cellOf({ ...value, index: 0 })]).toBe(64);
  expect(spread.targetAt(0, 0)).toBeUndefined();
  expect(spread.sentence).toContain('by magnitude it is number 1 of 192.');
  expect(spread.sentence).toContain('with 0 others');
});

test('a scale has no neighbours and no distribution', () => {
  const made = bench();
  give(made, { site: 'ln1.hook_scale' }, () => 3);
  const place = { ...neuron, site: 'ln1.hook_scale', index: 0 } as const;
  const { boards, sentence } = activationExhibit(place, made.store);
  expect(boards.map(({ key }) => key)).toEqual(['over-tokens', 'over-layers']);
  expect(sentence).toMatch(
    /^The scale, what the stream is divided by before the attention of layer 1 at “␣t2” is 3\. Its/,
  );
});

test('what the cursor hides is neither shown nor asked for', () => {
  const made = bench();
  made.commands.moveCursor({ position: 2, layer: 1, sweep: false });
  expect(board(made, 'over-layers').rowNames).toEqual(['layer 1', 'layer 0']);
  made.commands.moveCursor({ position: 2, layer: 0, sweep: false });
  const { sentence, wishes } = activationExhibit(neuron, made.store);
  expect(sentence).toBe('The replay has not reached layer 1 of “␣t2” yet.');
  expect(wishes).toEqual([]);
});

test('layers that were not computed have no bar', () => {
  const made = bench();
  made.live(
    fakeOverview(2, (overview) => {
      overview.lnScale.fill(0, 4);
    }),
  );
  expect(board(made, 'over-layers').rowNames).toEqual(['layer 1', 'layer 0']);
});

test('an index that no row has, and a row that is not recorded, are said', () => {
  const made = bench();
  expect(activationExhibit({ ...neuron, index: 192 }, made.store).sentence).toBe(
    'A row of mlp.hook_post has 192 values here, counted from 0: there is no value 192.',
  );
  const { store, commands, recorded } = createStoreBench();
  commands.expectRun({ request: 1, source: 'recording' });
  recorded(...fakeRunMessages(fakeHello(), 3));
  commands.moveCursor({ position: 2, layer: 2, sweep: false });
  for (const layer of [0, 1, 2]) {
    commands.refuseValues({ site: 'mlp.hook_post', layer, positions: [0, 1, 2] }, 'No.');
  }
  const { sentence, boards, wishes } = activationExhibit(neuron, store);
  const words = 'This is not recorded; the model computes it once it is loaded.';
  expect(sentence).toContain(`at “␣t2”. ${words}`);
  expect(boards.map(({ missing }) => missing)).toEqual([words, words, words, words]);
  expect(wishes.map(({ site }) => site)).toEqual(['mlp.hook_pre', 'mlp.hook_pre_linear']);
});

test('a board stays the very same until something it shows changes', () => {
  const made = bench();
  give(made, {}, (index) => index);
  const before = activationExhibit(neuron, made.store).boards;
  made.commands.addNotice('info', 'Nothing to do with it.');
  const after = activationExhibit(neuron, made.store).boards;
  for (const [nth, each] of before.entries()) expect(after[nth]).toBe(each);
});
