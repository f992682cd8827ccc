import { sinkRatio } from '#contract/overview.ts';

/**
 * Norms of hook_resid_pre per layer and position of one branch, and which positions they make sinks
 * (SPEC.md, OV5). Positions are added in order; memory is taken once.
 */
export class SinkTracker {
  readonly layerCount: number;
  readonly positionLimit: number;
  /** [layer, position], in order of position. */
  readonly #norms: Float64Array;
  /** The same numbers of each layer, ascending. */
  readonly #sorted: Float64Array;
  readonly #counts: Uint32Array;

  constructor(layerCount: number, positionLimit: number) {
    this.layerCount = layerCount;
    this.positionLimit = positionLimit;
    this.#norms = new Float64Array(layerCount * positionLimit);
    this.#sorted = new Float64Array(layerCount * positionLimit);
    this.#counts = new Uint32Array(layerCount);
  }

  /** How many positions a layer knows. */
  countAt(layer: number): number {
    return this.#counts[layer] ?? 0;
  }

  /** Adds the next position's norm at a layer. */
  add(layer: number, norm: number): void {
    const count = this.countAt(layer);
    if (count >= this.positionLimit) throw new RangeError('The tracker is full.');
    const first = layer * this.positionLimit;
    this.#norms[first + count] = norm;
    let place = first + count;
    while (place > first && this.#sorted[place - 1]! > norm) {
      this.#sorted[place] = this.#sorted[place - 1]!;
      place--;
    }
    this.#sorted[place] = norm;
    this.#counts[layer] = count + 1;
  }

  /** Above it a norm is a sink's, given all positions added so far. */
  threshold(layer: number): number {
    const middle = (this.countAt(layer) - 1) >> 1;
    return sinkRatio * this.#sorted[layer * this.positionLimit + middle]!;
  }

  norm(layer: number, position: number): number {
    return this.#norms[layer * this.positionLimit + position]!;
  }

  isSink(layer: number, position: number): boolean {
    return this.norm(layer, position) > this.threshold(layer);
  }

  /** Forgets this position and all later ones, on every layer. */
  forgetFrom(position: number): void {
    for (let layer = 0; layer < this.layerCount; layer++) {
      if (this.countAt(layer) <= position) continue;
      const first = layer * this.positionLimit;
      this.#counts[layer] = position;
      this.#sorted.set(this.#norms.subarray(first, first + position), first);
      this.#sorted.subarray(first, first + position).sort();
    }
  }

  copy(): SinkTracker {
    const copy = new SinkTracker(this.layerCount, this.positionLimit);
    copy.#norms.set(this.#norms);
    copy.#sorted.set(this.#sorted);
    copy.#counts.set(this.#counts);
    return copy;
  }
}
