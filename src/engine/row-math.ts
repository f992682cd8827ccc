import type { ModelShape } from '#contract/model-shape.ts';
import type { AttendedKeys, AttendedRequest, BinPlan, RowMath } from '#contract/row-math.ts';
import type { Heap } from './heap.ts';

/** `RowMath` on the memory the model's rows lie in. */
export class HeapRowMath implements RowMath {
  private readonly heap: Heap;
  private readonly copyFloats: number;
  /** Rows from elsewhere, two at most; attention has its scratch where the second would be. */
  private readonly copies: readonly [number, number];
  private readonly resultBytes: number;
  private readonly result: number;

  /** @param maxPositions - positions a branch holds at most: the length of a head's pattern */
  constructor(heap: Heap, shape: ModelShape, maxPositions: number) {
    const { width, neuronCount, headCount, headWidth, vocabularySize } = shape;
    const rowFloats = [width, neuronCount, headCount * headWidth, headCount * maxPositions];
    this.heap = heap;
    this.copyFloats = Math.max(vocabularySize, ...rowFloats);
    this.copies = [heap.allocate(this.copyFloats * 4), heap.allocate(this.copyFloats * 4 + 64)];
    // Results are never longer than a row, and a row of attention adds its sinks, keys and shares.
    this.resultBytes = Math.max(...rowFloats) * 4 + maxPositions + headCount * 12 + 64;
    this.result = heap.allocate(this.resultBytes);
  }

  dot(a: Float32Array, b: Float32Array): number {
    return this.heap.kernels.dot(this.place(a, 0), this.place(b, 1), a.length);
  }

  borrowStrongest(row: Float32Array, { groupCount, binsPerGroup }: BinPlan): Float32Array {
    const count = groupCount * binsPerGroup;
    this.demandRoom(count * 4);
    const x = this.place(row, 0);
    const width = row.length / groupCount;
    this.heap.kernels.strongest(x, this.result, groupCount, width, binsPerGroup);
    return this.heap.floatsAt(this.result, count);
  }

  borrowAttended(pattern: Float32Array, request: AttendedRequest): AttendedKeys {
    const { headCount, topK, isSink, smallest } = request;
    const { u8, kernels } = this.heap;
    const x = this.place(pattern, 0);
    const keyCount = pattern.length / headCount;
    const places = headCount * topK;
    const weights = this.result;
    const shares = weights + places * 4;
    const keys = shares + headCount * 12;
    const sinks = keys + places * 2;
    this.demandRoom(sinks + isSink.length - this.result);
    u8.set(isSink, sinks);
    const rows = [keys, weights, shares, this.copies[1]] as const;
    kernels.strongestKeys(x, sinks, ...rows, keyCount, headCount, topK, smallest);
    return {
      key: new Uint16Array(u8.buffer, keys, places),
      weight: this.heap.floatsAt(weights, places),
      shares: this.heap.floatsAt(shares, headCount * 3),
    };
  }

  logSumExp(logits: Float32Array): number {
    return this.logSumExpAt(this.place(logits, 0), logits.length);
  }

  fillTopTokens(
    logits: Float32Array,
    tokens: Int32Array,
    logprobs: Float32Array | Float64Array,
  ): void {
    const x = this.place(logits, 0);
    const { length } = tokens;
    this.demandRoom(length * 4);
    const normalizer = this.logSumExpAt(x, logits.length);
    this.heap.kernels.largestIndices(x, logits.length, this.result, length);
    const { f32, u8 } = this.heap;
    tokens.set(new Int32Array(u8.buffer, this.result, length));
    for (let i = 0; i < length; i += 1) logprobs[i] = f32[x / 4 + tokens[i]!]! - normalizer;
  }

  private logSumExpAt(x: number, count: number): number {
    const sum = this.heap.kernels.logSumExp(x, count);
    if (Number.isFinite(sum)) return sum;
    throw new RangeError(
      'The model’s logits are not finite numbers: undo the change that drove it out of range.',
    );
  }

  /** Address of a row: its own where it lies in this memory, that of a copy elsewhere. */
  private place(row: Float32Array, copy: 0 | 1): number {
    const { f32 } = this.heap;
    if (row.buffer === f32.buffer) return row.byteOffset;
    if (row.length > this.copyFloats) {
      throw new RangeError(
        `A row of ${String(row.length)} values is longer than any row of this model.`,
      );
    }
    const address = this.copies[copy];
    f32.set(row, address / 4);
    return address;
  }

  private demandRoom(byteCount: number): void {
    if (byteCount <= this.resultBytes) return;
    throw new RangeError(`A result of ${String(byteCount)} bytes is longer than a row.`);
  }
}
