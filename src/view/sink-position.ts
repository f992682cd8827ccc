import { sinkRatio } from '#contract/overview.ts';
import type { StoreState } from '#store/read.ts';

/** Norms in rising order; one array for all calls, because there are thousands with each token. */
const sortedNorms: number[] = [];

/**
 * The sink with the largest norm among the positions before `query` on a layer, or undefined: norms
 * of hook_resid_pre more than ten times their lower median over 0 … query (SPEC.md, OV5). They come
 * from the layer below; layer 0 reads the embedding, whose norm is not sent.
 */
export function sinkPosition(state: StoreState, layer: number, query: number): number | undefined {
  if (layer === 0) return undefined;
  sortedNorms.length = 0;
  for (let position = 0; position <= query; position += 1) {
    insert(sortedNorms, normAt(state, layer, position));
  }
  let largest = sinkRatio * (sortedNorms[Math.floor(query / 2)] ?? Infinity);
  let found: number | undefined;
  for (let position = 0; position < query; position += 1) {
    const norm = normAt(state, layer, position);
    if (norm <= largest) continue;
    largest = norm;
    found = position;
  }
  return found;
}

function normAt(state: StoreState, layer: number, position: number): number {
  return state.overviews[position]?.residNorm[layer - 1] ?? 0;
}

function insert(sorted: number[], value: number): void {
  let place = sorted.length;
  sorted.push(value);
  while (place > 0 && (sorted[place - 1] ?? 0) > value) {
    sorted[place] = sorted[place - 1] ?? 0;
    place -= 1;
  }
  sorted[place] = value;
}
