import { sinkRatio } from '#contract/overview.ts';
import type { StoreState } from '#store/read.ts';

type Overviews = StoreState['overviews'];
/** The strongest sink before each query, −1 for none. */
type LayerSinks = readonly number[];

/** By layer, for as long as a snapshot's overviews are looked at: every beam and sentence asks again. */
const known = new WeakMap<Overviews, (LayerSinks | undefined)[]>();

/**
 * The sink with the largest norm among the positions before `query` on a layer, or undefined: norms
 * of hook_resid_pre more than ten times their lower median over 0 … query (SPEC.md, OV5). They come
 * from the layer below; layer 0 reads the embedding, whose norm is not sent.
 */
export function sinkPosition(
  { overviews }: Pick<StoreState, 'overviews'>,
  layer: number,
  query: number,
): number | undefined {
  if (layer === 0) return undefined;
  let layers = known.get(overviews);
  if (!layers) {
    layers = [];
    known.set(overviews, layers);
  }
  const sinks = (layers[layer] ??= sinksOfLayer(overviews, layer));
  const sink = sinks[query] ?? -1;
  return sink < 0 ? undefined : sink;
}

/** Sinks of a whole run, for as long as a snapshot's overviews are looked at. */
const knownOfRun = new WeakMap<Overviews, ReadonlySet<number>>();

/**
 * Positions that are a sink on any layer, as the newest token sees it. Heads rest on them below that
 * layer too, where the norm has only begun to grow: SmolLM2's first token holds 85 % of the attention
 * on layer 6, at seven times the median norm.
 */
export function sinksOfRun(state: Pick<StoreState, 'overviews'>): ReadonlySet<number> {
  const { overviews } = state;
  const before = knownOfRun.get(overviews);
  if (before) return before;
  const found = new Set<number>();
  // The last layer's output is read by no attention.
  const readCount =
    (overviews.find((overview) => overview !== undefined)?.residNorm.length ?? 1) - 1;
  for (let layer = 0; layer < readCount; layer += 1) {
    const norms = overviews.map((overview) => overview?.residNorm[layer] ?? 0);
    const median = norms.toSorted((a, b) => a - b)[(norms.length - 1) >> 1] ?? Infinity;
    norms.forEach((norm, position) => {
      if (norm > sinkRatio * median) found.add(position);
    });
  }
  knownOfRun.set(overviews, found);
  return found;
}

function sinksOfLayer(overviews: Overviews, layer: number): LayerSinks {
  const sorted: number[] = [];
  const norms: number[] = [];
  return Array.from(overviews, (overview, query) => {
    const norm = overview?.residNorm[layer - 1] ?? 0;
    insert(sorted, norm);
    norms.push(norm);
    const median = sorted[Math.floor(query / 2)] ?? Infinity;
    return strongestAbove(norms, query, sinkRatio * median);
  });
}

/** Index of the largest of norms[0 … end) that is above the limit, −1 for none. */
function strongestAbove(norms: readonly number[], end: number, limit: number): number {
  let largest = limit;
  let found = -1;
  for (let position = 0; position < end; position += 1) {
    const norm = norms[position] ?? 0;
    if (norm <= largest) continue;
    largest = norm;
    found = position;
  }
  return found;
}

/** Puts a value into its place among rising ones. */
function insert(sorted: number[], value: number): void {
  let place = sorted.length;
  sorted.push(value);
  while (place > 0 && (sorted[place - 1] ?? 0) > value) {
    sorted[place] = sorted[place - 1] ?? 0;
    place -= 1;
  }
  sorted[place] = value;
}
