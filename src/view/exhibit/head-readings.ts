import type { DecodedValues } from '#contract/decoded-message.ts';
import type { ReadableStore } from '#store/read.ts';
import { sinksOfRun } from '#store/read/sink-position.ts';
import { BoardMemo } from './board-memo.ts';

/** Where a head's weight goes, in the mean over the queries: shares that add up to one. */
export interface ReadingShares {
  /** On the reading position itself. */
  readonly self: number;
  /** On sinks other than itself. */
  readonly sink: number;
  /** On the position just before, where that is no sink. */
  readonly before: number;
  /** On all others. */
  readonly farther: number;
}

/** What one head of a layer reads, over all shown tokens. */
export interface HeadReading {
  readonly head: number;
  /** attn.hook_pattern, [count, count]: row = query, column = key; NaN above the diagonal and where a row is not here. */
  readonly weights: Float32Array;
  /** Undefined when no query but the first is here: it has nothing but itself to read. */
  readonly shares: ReadingShares | undefined;
  /** The key that the newest query here reads most. */
  readonly newest: { readonly query: number; readonly key: number } | undefined;
}

const memo = new BoardMemo<readonly HeadReading[]>();

/** All heads of a layer from the exact rows of its pattern, one row for each of the shown tokens. */
export function headReadings(
  store: ReadableStore,
  layer: number,
  rows: readonly (DecodedValues | undefined)[],
): readonly HeadReading[] {
  const headCount = store.state.hello?.model.headCount ?? 0;
  const sinks = sinksOfRun(store.state);
  return memo.take(store, 'heads', [layer, headCount, sinks, ...rows], () =>
    Array.from({ length: headCount }, (_, head) => readingOf(head, rows, sinks)),
  );
}

function readingOf(
  head: number,
  rows: readonly (DecodedValues | undefined)[],
  sinks: ReadonlySet<number>,
): HeadReading {
  const count = rows.length;
  const weights = new Float32Array(count * count).fill(NaN);
  const sums = { self: 0, sink: 0, before: 0, farther: 0 };
  let queryCount = 0;
  let newest: HeadReading['newest'];
  for (const [query, row] of rows.entries()) {
    const stride = row?.shape.at(-1) ?? 0;
    if (!row || stride <= query) continue;
    let strongest = 0;
    for (let key = 0; key <= query; key += 1) {
      const weight = row.data[head * stride + key] ?? NaN;
      weights[query * count + key] = weight;
      if (weight > (weights[query * count + strongest] ?? NaN)) strongest = key;
      if (query > 0) sums[placeOf(query, key, sinks)] += weight;
    }
    newest = { query, key: strongest };
    if (query > 0) queryCount += 1;
  }
  const share = (sum: number): number => sum / queryCount;
  const { self, sink, before, farther } = sums;
  const shares = {
    ...{ self: share(self), sink: share(sink) },
    ...{ before: share(before), farther: share(farther) },
  };
  return { head, weights, newest, shares: queryCount > 0 ? shares : undefined };
}

function placeOf(query: number, key: number, sinks: ReadonlySet<number>): keyof ReadingShares {
  if (key === query) return 'self';
  if (sinks.has(key)) return 'sink';
  return key === query - 1 ? 'before' : 'farther';
}

/** How much a head reads from other words: from what is neither a sink nor the token itself. */
export function readingShare({ shares }: HeadReading): number {
  return shares ? shares.before + shares.farther : 0;
}
