import { expect, test } from 'vitest';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import { fakeHello, fakeOverview, fakeRunMessages, fakeValues } from '#tests/fakes/fake-run.ts';
import { benchWithRun, createStoreBench, type StoreBench } from '#tests/fakes/store-bench.ts';
import { boardLight, type Board, type Exhibit } from './board.ts';
import { layerExhibit } from './layer-exhibit.ts';

const place = { level: 'layer', layer: 1 } as const;
const keyCount = 3;

/** Head 0 reads the token before, head 1 rests on token 0; rows as long as the longest (VAL2). */
const pattern = [
  [1, 0, 0, 1, 0, 0],
  [0.75, 0.25, 0, 0.5, 0.5, 0],
  [0.125, 0.625, 0.25, 0.75, 0.125, 0.125],
];

function bench(): StoreBench {
  const made = benchWithRun(3);
  made.commands.moveCursor({ position: 2, layer: 2, sweep: false });
  return made;
}

function givePattern(
  { live }: StoreBench,
  rows: readonly (readonly number[])[],
  ...positions: readonly number[]
): void {
  const data = Float32Array.from(positions.flatMap((position) => rows[position] ?? []));
  const shape = [positions.length, 2, keyCount];
  live(fakeValues({ site: 'attn.hook_pattern', layer: 1, positions, shape, data }));
}

function board({ boards }: Exhibit, key: string): Board {
  const found = boards.find((each) => each.key === key);
  if (!found) throw new Error(`There is no board ${key}.`);
  return found;
}

test('before the rows are here the matrices say so and are wished for at once', () => {
  const exhibit = layerExhibit(place, bench().store);
  expect(exhibit.wishes).toEqual([{ site: 'attn.hook_pattern', layer: 1, positions: [0, 1, 2] }]);
  expect(board(exhibit, 'pattern-0')).toMatchObject({ missing: 'This is on its way.' });
  expect(board(exhibit, 'pattern-0').targetAt(1, 0)).toBeUndefined();
  expect(board(exhibit, 'resid').missing).toBeUndefined();
});

test('a head’s matrix holds the weights below the diagonal and nothing above', () => {
  const made = bench();
  givePattern(made, pattern, 0, 1, 2);
  const exhibit = layerExhibit(place, made.store);
  const { values, missing, hue, sentence, rowNames, name } = board(exhibit, 'pattern-0');
  expect([...values]).toEqual([1, NaN, NaN, 0.75, 0.25, NaN, 0.125, 0.625, 0.25]);
  expect({ missing, hue }).toEqual({ missing: undefined, hue: { kind: 'head', head: 0 } });
  expect(rowNames).toEqual(['␣t0', '␣t1', '␣t2']);
  expect(name).toBe('blocks.1.attn.hook_pattern[head 0]');
  // (0.75 + 0.625) / 2 of two queries.
  expect(sentence).toContain('goes to the token before: 69 % on average.');
  expect(sentence).toContain('The newest token, “␣t2”, reads “␣t1” most: 63 %.');
  expect(exhibit.wishes).toEqual([]);
  expect(exhibit.notes).toContain(
    'A weight says how much is read, not what it causes; switching it off would be the test.',
  );
});

test('a cell of a matrix is a beam, and a beam has its cell', () => {
  const made = bench();
  givePattern(made, pattern, 0, 1, 2);
  const { targetAt, cellOf } = board(layerExhibit(place, made.store), 'pattern-1');
  const beam = { kind: 'beam', layer: 1, head: 1, query: 2, key: 0 } as const;
  expect(targetAt(2, 0)).toEqual(beam);
  expect(targetAt(0, 2)).toBeUndefined();
  expect(cellOf(beam)).toBe(6);
  for (const other of [
    { ...beam, head: 0 },
    { ...beam, layer: 2 },
    { ...beam, query: 3 },
  ]) {
    expect(cellOf(other)).toBe(-1);
  }
});

test('rows that come one by one are shown, and the others told', () => {
  const made = bench();
  givePattern(made, pattern, 0, 1);
  const exhibit = layerExhibit(place, made.store);
  const { values, missing } = board(exhibit, 'pattern-0');
  expect([...values.slice(3)]).toEqual([0.75, 0.25, NaN, NaN, NaN, NaN]);
  expect(missing).toBeUndefined();
  expect(exhibit.notes).toContain(
    '1 row of 3 of attn.hook_pattern cannot be shown. This is on its way.',
  );
  expect(exhibit.wishes).toEqual([{ site: 'attn.hook_pattern', layer: 1, positions: [2] }]);
});

test('what a recording does not hold is called not recorded, and not asked for again', () => {
  const { store, commands, recorded } = createStoreBench();
  commands.expectRun({ request: 1, source: 'recording' });
  recorded(...fakeRunMessages(fakeHello(), 2));
  commands.moveCursor({ position: 1, layer: 2, sweep: false });
  commands.refuseValues({ site: 'attn.hook_pattern', layer: 1, positions: [0, 1] }, 'No.');
  const exhibit = layerExhibit(place, store);
  expect(exhibit.wishes).toEqual([]);
  expect(board(exhibit, 'pattern-0').missing).toBe(
    'This is not recorded; the model computes it once it is loaded.',
  );
  commands.setEngineStatus({ kind: 'ready' });
  expect(board(layerExhibit(place, store), 'pattern-0').missing).toBe('This is not recorded.');
});

test('heads stand in order of what they read from other words, or one stands alone', () => {
  const made = bench();
  const swapped = pattern.map((row) => [...row.slice(3), ...row.slice(0, 3)]);
  givePattern(made, swapped, 0, 1, 2);
  const heads = (): readonly string[] =>
    layerExhibit(place, made.store)
      .boards.filter(({ key }) => key.startsWith('pattern'))
      .map(({ key }) => key);
  expect(heads()).toEqual(['pattern-0', 'pattern-1']);
  made.commands.changeSettings({ headOrder: 'reading' });
  expect(heads()).toEqual(['pattern-1', 'pattern-0']);
  made.commands.changeSettings({ isolatedHead: 0 });
  expect(heads()).toEqual(['pattern-0']);
  expect(layerExhibit(place, made.store).notes).toContain(
    'Head 0 alone is shown: 1 head of this layer is left out.',
  );
});

test('what the cursor hides has no row', () => {
  const made = bench();
  made.commands.moveCursor({ position: 2, layer: 0, sweep: false });
  const exhibit = layerExhibit(place, made.store);
  expect(board(exhibit, 'resid')).toMatchObject({ rowCount: 2 });
  expect(board(exhibit, 'added-attention').rowNames).toEqual(['␣t0', '␣t1']);
  expect(exhibit.wishes[0]?.positions).toEqual([0, 1]);
  made.commands.moveCursor({ position: 0, layer: 0, sweep: true });
  expect(layerExhibit(place, made.store)).toMatchObject({
    sentence: 'The replay has not reached layer 1 yet.',
    boards: [],
    wishes: [],
  });
});

function withOverviews(change: (overview: DecodedOverview, position: number) => void): StoreBench {
  const made = bench();
  for (const position of [0, 1, 2]) {
    made.live(
      fakeOverview(position, (overview) => {
        change(overview, position);
      }),
    );
  }
  return made;
}

test('each token has its bars: what is added, where it points, how large the stream is', () => {
  const { store } = withOverviews((overview, position) => {
    overview.added.set([0.25 * (position + 1), 2], 2);
    overview.addedCosine.set([-0.5 * position, 0.5], 2);
    overview.lnScale.set([position + 2, 10], 2);
    overview.residNorm[1] = 7 + position;
  });
  const exhibit = layerExhibit(place, store);
  const numbers = (key: string): number[] => [...board(exhibit, key).values];
  expect(numbers('added-attention')).toEqual([0.25, 0.5, 0.75]);
  expect(numbers('added-feed-forward')).toEqual([2, 2, 2]);
  expect(numbers('cosine-attention')).toEqual([-0, -0.5, -1]);
  expect(numbers('scale-ln1')).toEqual([2, 3, 4]);
  expect(numbers('scale-ln2')).toEqual([10, 10, 10]);
  expect(numbers('norm')).toEqual([7, 8, 9]);
  const { sentence, targetAt, cellOf, scale } = board(exhibit, 'added-attention');
  expect(sentence).toContain('It adds most to “␣t2” (0.75) and least to “␣t0” (0.25).');
  const target = { kind: 'attention', position: 2, layer: 1 } as const;
  expect(targetAt(2, 0)).toEqual(target);
  expect(cellOf(target)).toBe(2);
  expect(cellOf({ ...target, layer: 0 })).toBe(-1);
  expect(boardLight(scale, 2)).toBe(1);
  const value = { kind: 'value', site: 'ln2.hook_scale', position: 1, layer: 1, index: 0 } as const;
  expect(board(exhibit, 'scale-ln2').cellOf(value)).toBe(1);
});

test('[OV3] the stream’s bins are in units of what reads them, lit as the windows are', () => {
  const { store, commands } = withOverviews((overview) => {
    overview.residCodes[64 + 5] = 128 | 127;
  });
  const stream = board(layerExhibit(place, store), 'resid');
  expect(stream).toMatchObject({ rowCount: 3, columnCount: 64 });
  expect(stream.values[2 * 64 + 5]).toBeCloseTo(-10);
  expect(stream.scale).toEqual({ kind: 'log', dark: 0.1, full: 5 });
  const target = { kind: 'bin', site: 'hook_resid_post', position: 2, layer: 1, bin: 5 } as const;
  expect(stream.targetAt(2, 5)).toEqual(target);
  expect(stream.cellOf(target)).toBe(2 * 64 + 5);
  expect(stream.sentence).toContain('dimensions 10 to 11 of “␣t0”: ≈ −10 times');
  commands.changeSettings({ commonScale: true });
  expect(board(layerExhibit(place, store), 'resid').made).toContain('one scale for all layers');
});

test('[OV6] a layer that was not computed says so', () => {
  const { store } = withOverviews((overview) => {
    overview.lnScale.set([0, 0], 2);
  });
  const sentence = 'Layer 1 was not computed: the model was stopped below it.';
  expect(layerExhibit(place, store)).toMatchObject({ sentence, boards: [], notes: [] });
  expect(layerExhibit({ level: 'layer', layer: 3 }, store).sentence).toBe(
    'This model has 3 layers, counted from 0: there is no layer 3.',
  );
});

test('a sink is told', () => {
  const { store } = withOverviews((overview, position) => {
    overview.residNorm[0] = position === 0 ? 100 : 1;
  });
  expect(layerExhibit(place, store).notes[0]).toMatch(/^“␣t0” is a sink here/);
});

test('a board stays the very same until something it shows changes', () => {
  const made = bench();
  givePattern(made, pattern, 0, 1, 2);
  const before = layerExhibit(place, made.store);
  made.commands.setEngineStatus({ kind: 'ready' });
  made.commands.addNotice('info', 'Nothing to do with it.');
  const after = layerExhibit(place, made.store);
  for (const [index, each] of before.boards.entries()) expect(after.boards[index]).toBe(each);
  made.commands.changeSettings({ commonScale: true });
  expect(board(layerExhibit(place, made.store), 'resid')).not.toBe(board(before, 'resid'));
});
