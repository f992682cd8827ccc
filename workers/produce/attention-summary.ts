import { encodeShareCode, smallestShare } from '#contract/display-code.ts';
import { noKey } from '#contract/overview.ts';
import type { SinkTracker } from './sink-tracker.ts';

/** Where one layer's summary goes: rows of the message, heads outermost. */
export interface AttentionRows {
  /** [H, k] */
  readonly key: Uint16Array;
  readonly weight: Uint8Array;
  /** [H] */
  readonly self: Uint8Array;
  readonly sink: Uint8Array;
  readonly rest: Uint8Array;
}

/**
 * Sums up what one position reads on one layer (SPEC.md, OV1, OV5): the k strongest keys per head,
 * and the weight on itself, on sinks and on everything else.
 */
export class AttentionSummary {
  readonly #topK: number;
  readonly #bestKey: Uint16Array;
  readonly #bestWeight: Float64Array;
  readonly #isSink: Uint8Array;

  constructor(topK: number, positionLimit: number) {
    this.#topK = topK;
    this.#bestKey = new Uint16Array(topK);
    this.#bestWeight = new Float64Array(topK);
    this.#isSink = new Uint8Array(positionLimit);
  }

  /** `pattern` is [H, position + 1]; `sinks` knows the positions up to this one. */
  summarise(pattern: Float32Array, layer: number, sinks: SinkTracker, into: AttentionRows): void {
    const headCount = into.self.length;
    const keyCount = pattern.length / headCount;
    const threshold = sinks.threshold(layer);
    for (let key = 0; key < keyCount - 1; key++) {
      this.#isSink[key] = sinks.norm(layer, key) > threshold ? 1 : 0;
    }
    for (let head = 0; head < headCount; head++) {
      const first = head * keyCount;
      const { sinkWeight, restWeight } = this.#sort(pattern, first, keyCount - 1);
      into.self[head] = encodeShareCode(pattern[first + keyCount - 1]!);
      into.sink[head] = encodeShareCode(sinkWeight);
      into.rest[head] = encodeShareCode(restWeight);
      const place = head * this.#topK;
      for (let i = 0; i < this.#topK; i++) {
        into.key[place + i] = this.#bestKey[i]!;
        into.weight[place + i] = encodeShareCode(this.#bestWeight[i]!);
      }
    }
  }

  /** Fills the k best of pattern[first … first + keyCount), sinks left out. */
  #sort(
    pattern: Float32Array,
    first: number,
    keyCount: number,
  ): { sinkWeight: number; restWeight: number } {
    const bestKey = this.#bestKey.fill(noKey);
    const bestWeight = this.#bestWeight.fill(0);
    const last = this.#topK - 1;
    let sinkWeight = 0;
    let restWeight = 0;
    for (let key = 0; key < keyCount; key++) {
      const weight = pattern[first + key]!;
      if (this.#isSink[key] === 1) {
        sinkWeight += weight;
      } else if (weight <= bestWeight[last]! || weight < smallestShare) {
        restWeight += weight;
      } else {
        restWeight += bestWeight[last]!;
        let place = last;
        while (place > 0 && bestWeight[place - 1]! < weight) {
          bestWeight[place] = bestWeight[place - 1]!;
          bestKey[place] = bestKey[place - 1]!;
          place--;
        }
        bestWeight[place] = weight;
        bestKey[place] = key;
      }
    }
    return { sinkWeight, restWeight };
  }
}
