import { encodeShareCode, smallestShare } from '#contract/display-code.ts';
import type { AttendedRequest, RowMath } from '#contract/row-math.ts';
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

export interface AttentionSize {
  readonly headCount: number;
  readonly topK: number;
  readonly positionLimit: number;
}

/**
 * Sums up what one position reads on one layer (SPEC.md, OV1, OV5): the k strongest keys per head,
 * and the weight on itself, on sinks and on everything else.
 */
export class AttentionSummary {
  readonly #math: RowMath;
  readonly #request: AttendedRequest;

  constructor(math: RowMath, { headCount, topK, positionLimit }: AttentionSize) {
    this.#math = math;
    const isSink = new Uint8Array(positionLimit);
    this.#request = { headCount, topK, isSink, smallest: smallestShare };
  }

  /** `pattern` is [H, position + 1]; `sinks` knows the positions up to this one. */
  summarise(pattern: Float32Array, layer: number, sinks: SinkTracker, into: AttentionRows): void {
    const { headCount, isSink } = this.#request;
    const keyCount = pattern.length / headCount;
    const threshold = sinks.threshold(layer);
    for (let key = 0; key < keyCount; key++) {
      isSink[key] = sinks.norm(layer, key) > threshold ? 1 : 0;
    }
    const { key, weight, shares } = this.#math.borrowAttended(pattern, this.#request);
    into.key.set(key);
    for (let place = 0; place < weight.length; place++) {
      into.weight[place] = encodeShareCode(weight[place]!);
    }
    for (let head = 0; head < headCount; head++) {
      into.self[head] = encodeShareCode(shares[3 * head]!);
      into.sink[head] = encodeShareCode(shares[3 * head + 1]!);
      into.rest[head] = encodeShareCode(shares[3 * head + 2]!);
    }
  }
}
