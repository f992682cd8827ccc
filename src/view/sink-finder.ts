import { sinkRatio } from '#contract/overview.ts';
import type { StoreState } from '#store/read.ts';

/**
 * Which positions are sinks, from the norms that overviews bring (SPEC.md, OV5): hook_resid_pre of a
 * layer is hook_resid_post of the one below; of layer 0, whose norm is not sent, no sink is known.
 */
export class SinkFinder {
  /** Norms in rising order; kept from call to call. */
  #sorted: number[] = [];

  /** The position with the largest norm among the sinks before `query`, or undefined. */
  strongestSink(state: StoreState, layer: number, query: number): number | undefined {
    if (layer === 0) return undefined;
    const sorted = this.#sorted;
    sorted.length = 0;
    for (let position = 0; position <= query; position += 1) {
      const norm = state.overviews[position]?.residNorm[layer - 1];
      if (norm !== undefined) insert(sorted, norm);
    }
    const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? Infinity;
    let strongest: number | undefined;
    let largest = sinkRatio * median;
    for (let position = 0; position < query; position += 1) {
      const norm = state.overviews[position]?.residNorm[layer - 1] ?? 0;
      if (norm <= largest) continue;
      largest = norm;
      strongest = position;
    }
    return strongest;
  }
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
