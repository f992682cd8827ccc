import { expect, test } from 'vitest';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { StoreState } from '#store/read.ts';
import { fakeOverview, fakeShape, fakeTopK } from '#tests/fakes/fake-run.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import { actingHeads } from './acting-heads.ts';

const position = 6;

/** Tokens A B C A B C A: at position 6 earlier As stand at 0 and 3, what came after them at 1 and 4. */
function stateWith(change: (overview: DecodedOverview) => void, first = 1): StoreState {
  const { state } = benchWithRun(position + 1).store;
  const overviews = state.overviews.map((_, at) =>
    fakeOverview(at, (overview) => {
      overview.attentionSelf.fill(0);
      overview.residNorm.fill(at === 0 ? first : 1);
      if (at === position) change(overview);
    }),
  );
  return {
    ...state,
    tokens: state.tokens.map((token) => ({ ...token, id: 500 + (token.position % 3) })),
    overviews,
    cursor: { position, layer: fakeShape.layerCount - 1, sweep: false },
  };
}

function reads(
  { attentionKey, attentionWeight }: DecodedOverview,
  at: { readonly layer: number; readonly head: number },
  keys: readonly (readonly [key: number, weight: number])[],
): void {
  const row = (at.layer * fakeShape.headCount + at.head) * fakeTopK;
  keys.forEach(([key, weight], place) => {
    attentionKey[row + place] = key;
    attentionWeight[row + place] = weight;
  });
}

test('a head acts by what it reads: the token before, the same token, what came after it', () => {
  const state = stateWith((overview) => {
    reads(overview, { layer: 0, head: 0 }, [[5, 0.9]]);
    reads(overview, { layer: 0, head: 1 }, [
      [3, 0.35],
      [2, 0.3],
    ]);
    reads(overview, { layer: 1, head: 0 }, [
      [4, 0.5],
      [1, 0.31],
    ]);
    reads(overview, { layer: 2, head: 1 }, [[2, 0.99]]);
  });
  const acting = actingHeads(state, position).map(({ weight, ...rest }) => ({
    ...rest,
    weight: weight.toFixed(2),
  }));
  expect(acting).toEqual([
    { layer: 0, head: 0, role: 'previous-token', key: 5, weight: '0.90' },
    { layer: 1, head: 0, role: 'induction', key: 4, weight: '0.81' },
    { layer: 0, head: 1, role: 'duplicate', key: 3, weight: '0.35' },
  ]);
});

test('less than the least share is not acting', () => {
  const state = stateWith((overview) => {
    reads(overview, { layer: 0, head: 0 }, [[5, 0.29]]);
    reads(overview, { layer: 0, head: 1 }, [
      [4, 0.2],
      [1, 0.09],
    ]);
  });
  expect(actingHeads(state, position)).toEqual([]);
});

test('a sink is rested on, not read: it is neither the same token nor the one before', () => {
  const state = stateWith((overview) => {
    reads(overview, { layer: 0, head: 0 }, [[0, 0.6]]);
    overview.attentionSink.fill(0.55, fakeShape.headCount, fakeShape.headCount + 1);
  }, 100);
  expect(actingHeads(state, position).map(({ role, layer }) => ({ role, layer }))).toEqual([
    { role: 'sink', layer: 0 },
    { role: 'sink', layer: 1 },
  ]);
});

test('what the cursor has not reached does not act yet, nor does what has not come', () => {
  const state = stateWith((overview) => {
    reads(overview, { layer: 0, head: 0 }, [[5, 0.9]]);
    reads(overview, { layer: 2, head: 0 }, [[5, 0.9]]);
  });
  const cursor = { position, layer: 1, sweep: false };
  expect(actingHeads({ ...state, cursor }).map(({ layer }) => layer)).toEqual([0]);
  expect(actingHeads(state, position + 1)).toEqual([]);
});
