import type { DecodedOverview } from '#contract/decoded-message.ts';
import { noKey } from '#contract/overview.ts';
import type { ReadableStore } from '#store/read.ts';
import { exactPatternRow } from '#view/pattern-row.ts';
import { sinkPosition } from '#store/read/sink-position.ts';

/** Attention weights of one position on one layer over the keys 0 … position. */
export interface LayerReading {
  /** The model's own numbers, instead of what the overview keeps of them. */
  readonly isExact: boolean;
  /** [H, position + 1]; 0 where the overview does not say. */
  readonly weights: Float32Array;
  /** Over all heads, what lies on keys that the overview does not name, 0 … H. */
  readonly unplaced: number;
}

/** Exact rows where they are here, else the keys an overview keeps; undefined without either. */
export function readingOf(
  store: ReadableStore,
  layer: number,
  position: number,
): LayerReading | undefined {
  const headCount = store.state.hello?.model.headCount ?? 0;
  const keyCount = position + 1;
  const weights = new Float32Array(headCount * keyCount);
  for (let head = 0; head < headCount; head += 1) {
    const row = exactPatternRow(store, { layer, head, position });
    if (!row) return roughReading(store, { layer, position, weights });
    weights.set(row.subarray(0, keyCount), head * keyCount);
  }
  return { isExact: true, weights, unplaced: 0 };
}

function roughReading(
  { state }: ReadableStore,
  at: { readonly layer: number; readonly position: number; readonly weights: Float32Array },
): LayerReading | undefined {
  const { layer, position, weights } = at;
  const overview = state.overviews[position];
  const { headCount = 0 } = state.hello?.model ?? {};
  if (!overview) return undefined;
  const sink = sinkPosition(state, layer, position);
  let unplaced = 0;
  for (let head = 0; head < headCount; head += 1) {
    const cell = layer * headCount + head;
    const row = weights.subarray(head * (position + 1), (head + 1) * (position + 1));
    fillKeys(overview, cell, row);
    row[position] = overview.attentionSelf[cell] ?? 0;
    const onSinks = overview.attentionSink[cell] ?? 0;
    if (sink === undefined) unplaced += onSinks;
    else row[sink] = onSinks;
    unplaced += overview.attentionRest[cell] ?? 0;
  }
  return { isExact: false, weights, unplaced };
}

function fillKeys(overview: DecodedOverview, cell: number, row: Float32Array): void {
  const topK = overview.attentionKey.length / overview.attentionSelf.length;
  for (let place = cell * topK; place < (cell + 1) * topK; place += 1) {
    const key = overview.attentionKey[place] ?? noKey;
    if (key === noKey) return;
    row[key] = overview.attentionWeight[place] ?? 0;
  }
}
