import { expect, test } from 'vitest';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { fakeLens, fakeOverview, fakeShape, fakeTopK, fakeValues } from '#tests/fakes/fake-run.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import type { Board, Exhibit } from './board.ts';
import { tokenExhibit } from './token-exhibit.ts';

const { layerCount, headCount } = fakeShape;
const tokenCount = 4;

/** Head 0 reads the token before with 0.6, the rest stays on the token itself. */
function reading(position: number): DecodedOverview {
  return fakeOverview(position, ({ attentionKey, attentionWeight, attentionSelf }) => {
    if (position === 0) return;
    for (let layer = 0; layer < layerCount; layer += 1) {
      attentionKey[layer * headCount * fakeTopK] = position - 1;
      attentionWeight[layer * headCount * fakeTopK] = 0.6;
      attentionSelf[layer * headCount] = 0.4;
    }
  });
}

function storeWith(
  change: Partial<StoreState> = {},
  overviews = [0, 1, 2, 3].map(reading),
): ReadableStore {
  const { store } = benchWithRun(tokenCount);
  const cursor = { position: 3, layer: layerCount - 1, sweep: false };
  const state = { ...store.state, overviews, cursor, ...change };
  return {
    state,
    valuesOf: (...at) => store.valuesOf(...at),
    refusalOf: (...at) => store.refusalOf(...at),
    subscribe: (listener) => store.subscribe(listener),
  };
}

const storyOf = (store: ReadableStore, position = 2): Exhibit =>
  tokenExhibit({ level: 'token', position }, store);

function boardOf(exhibit: Exhibit, key: string): Board {
  const found = exhibit.boards.find((board) => board.key === key);
  if (!found) throw new Error(`No board ${key}.`);
  return found;
}

const keys = [
  'profile',
  'norm',
  'cosine',
  'added-attention',
  'added-feed-forward',
  'read',
  'read-by',
  'lens-rank',
];

test('every board has a row for each layer, the last on top, and finds its own cells again', () => {
  const lenses = [0, 1, 2, 3].map(fakeLens);
  const exhibit = storyOf(storeWith({ lenses }));
  expect(exhibit.boards.map(({ key }) => key)).toEqual(keys);
  for (const board of exhibit.boards) {
    expect(board).toMatchObject({ group: 'tower', rowCount: layerCount, missing: undefined });
    expect(board.values).toHaveLength(layerCount * board.columnCount);
    expect(board.rowNames).toEqual(['2', '1', '0']);
    for (let cell = 0; cell < board.values.length; cell += 1) {
      const [row, column] = [Math.floor(cell / board.columnCount), cell % board.columnCount];
      const target = board.targetAt(row, column);
      if (target?.kind === 'attention' && board.key === 'read') continue;
      if (target) expect(board.cellOf(target), board.key).toBe(cell);
    }
  }
});

test('attention in is the mean over heads, attention out the largest', () => {
  const exhibit = storyOf(storeWith());
  const read = boardOf(exhibit, 'read');
  expect([...read.values.subarray(0, 3)].map((share) => share.toFixed(2))).toEqual([
    '0.00',
    '0.30',
    '0.70',
  ]);
  expect(read.targetAt(0, 1)).toEqual({ kind: 'beam', layer: 2, head: 0, query: 2, key: 1 });
  expect(read.sentence).toContain('it reads “␣t1” most: 30 % over heads and layers');
  const readBy = boardOf(exhibit, 'read-by');
  expect(readBy.values[0]).toBeCloseTo(0.6);
  expect(readBy.columnNames).toEqual(['␣t3']);
  expect(readBy.targetAt(0, 0)).toEqual({ kind: 'beam', layer: 2, head: 0, query: 3, key: 2 });
});

test('what the cursor has not reached is not there, and a note says so', () => {
  const cursor = { position: 2, layer: 0, sweep: false };
  const exhibit = storyOf(storeWith({ cursor, lenses: [0, 1, 2, 3].map(fakeLens) }));
  expect(exhibit.notes.join(' ')).toContain('“␣t2” is told up to layer 0');
  for (const board of exhibit.boards.filter(({ key }) => key !== 'read-by')) {
    expect(board.values.subarray(0, 2 * board.columnCount).every(Number.isNaN), board.key).toBe(
      true,
    );
    expect(board.values.subarray(2 * board.columnCount).some(Number.isNaN), board.key).toBe(false);
    expect(board.targetAt(0, 0)).toBeUndefined();
  }
  expect(exhibit.wishes.every(({ layer }) => layer === 0)).toBe(true);
  const readBy = boardOf(exhibit, 'read-by');
  expect(readBy.missing).toBe('No later token that could read “␣t2” is lit yet.');
  expect(readBy.sentence).toBe(readBy.missing);
  expect(readBy.values.every(Number.isNaN)).toBe(true);
});

test('[OV6] a layer that a stop left uncomputed is not told', () => {
  const stopped = [0, 1, 2, 3].map((position) =>
    fakeOverview(position, ({ lnScale }) => lnScale.fill(0, 2)),
  );
  const norm = boardOf(storyOf(storeWith({}, stopped)), 'norm');
  expect([...norm.values]).toEqual([NaN, NaN, 1]);
});

test('a token that is not there, not lit or not received is told in words', () => {
  expect(storyOf(storeWith(), 9)).toMatchObject({
    sentence: 'This run has no token 9: it has 4 tokens, the last is number 3.',
    boards: [],
    wishes: [],
  });
  const dark = storyOf(storeWith({ cursor: { position: 1, layer: 2, sweep: false } }));
  expect(dark.notes[0]).toBe('The replay has not reached this token yet.');
  const lost = storyOf(storeWith({}, [reading(0), reading(1)]));
  expect(lost.notes[0]).toBe('The numbers of this token were not received.');
  for (const { missing, values, sentence } of [...dark.boards, ...lost.boards]) {
    expect(missing).toMatch(/reached|received/);
    expect(values.every(Number.isNaN)).toBe(true);
    expect(sentence).not.toMatch(/NaN|undefined/);
  }
});

test('the newest token is read by nothing, the first reads nothing but itself', () => {
  expect(boardOf(storyOf(storeWith(), 3), 'read-by').missing).toBe(
    '“␣t3” is the newest token: nothing can read it yet.',
  );
  expect(boardOf(storyOf(storeWith(), 0), 'read').sentence).toBe(
    '“␣t0” is the first token: it can read nothing but itself.',
  );
});

test('a lens that was not read, or is not recorded, says so', () => {
  expect(boardOf(storyOf(storeWith()), 'lens-rank').missing).toContain(
    'has not been read here yet',
  );
  const { hello } = storeWith().state;
  if (!hello) throw new Error('The bench has a run.');
  const without = storeWith({ hello: { ...hello, tiers: ['overview'] } });
  expect(boardOf(storyOf(without), 'lens-rank').missing).toContain('not recorded');
});

test('a token whose norm outgrows the others is called a sink, with its norm', () => {
  const overviews = [0, 1, 2, 3].map((position) =>
    fakeOverview(position, ({ residNorm }) => {
      if (position === 0) residNorm.set([1, 25094, 25000]);
    }),
  );
  const store = storeWith({}, overviews);
  expect(storyOf(store, 0).notes[0]).toBe(
    '“␣t0” is a sink, where heads park their weight: after 2 layers, from 1 to 2, its norm is more than 10 times the median token’s, up to 25,094 after layer 1.',
  );
  expect(storyOf(store, 1).notes.join(' ')).not.toContain('is a sink');
});

test('exact rows take the place of share codes as soon as they are here', () => {
  const bench = benchWithRun(tokenCount);
  const { commands } = bench;
  commands.moveCursor({ position: 3, layer: layerCount - 1, sweep: false });
  const wishes = storyOf(bench.store).wishes.filter(({ site }) => site === 'attn.hook_pattern');
  expect(wishes.map(({ layer, positions }) => ({ layer, positions }))).toEqual(
    [0, 1, 2].map((layer) => ({ layer, positions: [2] })),
  );
  for (const { site, layer, positions } of wishes) {
    const data = Float32Array.of(0.5, 0.25, 0.25, 0.1, 0.8, 0.1);
    bench.live(fakeValues({ site, layer, positions, shape: [1, headCount, 3], data }));
  }
  const exhibit = storyOf(bench.store);
  const read = boardOf(exhibit, 'read');
  expect(read.made).not.toContain('share codes');
  expect([...read.values.subarray(0, 3)].map((share) => share.toFixed(3))).toEqual([
    '0.300',
    '0.525',
    '0.175',
  ]);
  expect(exhibit.notes.join(' ')).toContain(
    'It reads “␣t1” by head 1 of layer 0: weight 0.8, its score is on its way.',
  );
  commands.refuseValues(
    { site: 'attn.hook_attn_scores', layer: 0, positions: [2] },
    'This number is not recorded.',
  );
  expect(storyOf(bench.store).notes.join(' ')).toContain('no score: This number is not recorded.');
});
