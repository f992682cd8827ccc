import { readGgufHeader, type GgufHeader } from './gguf.ts';
import { GgufError } from './gguf-error.ts';
import { Heap } from './heap.ts';
import { placeRow } from './matrix.ts';
import { planWeights, type ModelWeights, type TensorTarget, type WeightsPlan } from './weights.ts';

const stagingBytes = 1 << 18;

export interface WeightSource {
  /** The compiled kernel module, `kernels.wasm`. */
  readonly kernels: Uint8Array;
  /** Bytes of the whole GGUF file. What the header claims is checked against it before memory is taken. */
  readonly fileLength: number;
}

/**
 * Takes a GGUF file as its bytes arrive, in chunks of any size, straight into the kernels' layout;
 * the file is never held as a whole.
 */
export class WeightLoader {
  readonly fileLength: number;
  private readonly heap: Heap;
  private received = 0;
  /** The file's beginning, until it contains the whole header. */
  private beginning = new Uint8Array(0);
  private nextAttempt = 0;
  private plan: WeightsPlan | undefined;
  private target = 0;
  private row = 0;
  private staging = 0;
  private staged = 0;
  private stagingSize = 0;

  constructor(source: WeightSource) {
    this.fileLength = source.fileLength;
    this.heap = new Heap(source.kernels);
  }

  /** Progress: bytes pushed so far, of `fileLength`. */
  get receivedBytes(): number {
    return this.received;
  }

  /** Metadata and tensor table, as soon as they have arrived: long before the weights. */
  get header(): GgufHeader | undefined {
    return this.plan?.weights.header;
  }

  /**
   * @param chunk - the next bytes of the file; copied, so the caller may reuse them
   * @throws GgufError as soon as the bytes show that the file cannot be used
   */
  push(chunk: Uint8Array): void {
    const start = this.received;
    this.received += chunk.length;
    if (this.received > this.fileLength) {
      throw new GgufError(
        `More bytes came than the ${String(this.fileLength)} that were announced; load the file again.`,
      );
    }
    if (this.plan) {
      this.placeBytes(this.plan.targets, chunk, start);
      return;
    }
    if (start === 0 && this.readBeginning(chunk)) return;
    this.keepBeginning(chunk, start);
    if (this.received < this.nextAttempt && this.received < this.fileLength) return;
    this.readBeginning(this.beginning.subarray(0, this.received));
  }

  /** @throws GgufError when bytes are missing */
  finish(): ModelWeights {
    if (!this.plan || this.received < this.fileLength) {
      throw new GgufError(
        `The file ends after ${String(this.received)} of ${String(this.fileLength)} bytes${this.missingPart()}; load it again.`,
      );
    }
    this.heap.release(this.staging, this.stagingSize);
    return this.plan.weights;
  }

  private missingPart(): string {
    const tensor = this.plan?.targets[this.target]?.tensor;
    return tensor ? `, inside tensor "${tensor.name}"` : this.plan ? '' : ', inside its header';
  }

  private keepBeginning(chunk: Uint8Array, start: number): void {
    if (this.received > this.beginning.length) {
      const larger = new Uint8Array(Math.max(2 * this.beginning.length, this.received));
      larger.set(this.beginning.subarray(0, start));
      this.beginning = larger;
    }
    this.beginning.set(chunk, start);
  }

  private readBeginning(bytes: Uint8Array): boolean {
    const header = readGgufHeader(bytes, this.fileLength);
    if (!header) {
      // Waiting for twice the bytes keeps all attempts together below twice the last one.
      this.nextAttempt = bytes.length * 2;
      return false;
    }
    this.plan = planWeights(header, this.heap);
    const rows = this.plan.targets.map((target) => rowBytesOf(target));
    this.stagingSize = Math.max(stagingBytes, ...rows);
    this.staging = this.heap.allocate(this.stagingSize);
    this.beginning = new Uint8Array(0);
    this.placeBytes(this.plan.targets, bytes, 0);
    return true;
  }

  private placeBytes(targets: readonly TensorTarget[], bytes: Uint8Array, start: number): void {
    const end = start + bytes.length;
    let offset = start;
    for (;;) {
      const target = targets[this.target];
      if (!target) return;
      const { byteOffset, byteLength } = target.tensor;
      offset = Math.max(offset, byteOffset);
      if (offset >= end) return;
      const stagingFree = this.stagingSize - this.staged;
      const size = Math.min(end - offset, byteOffset + byteLength - offset, stagingFree);
      const piece = bytes.subarray(offset - start, offset - start + size);
      this.heap.u8.set(piece, this.staging + this.staged);
      this.staged += size;
      offset += size;
      this.placeStagedRows(target);
    }
  }

  private placeStagedRows(target: TensorTarget): void {
    const { u8, kernels } = this.heap;
    const rowBytes = rowBytesOf(target);
    let source = this.staging;
    for (; this.staged >= rowBytes; this.staged -= rowBytes) {
      if ('matrix' in target) {
        placeRow(kernels, target.matrix, unpermutedRow(target, this.row), source);
      } else {
        u8.copyWithin(target.vectorAddress, source, source + rowBytes);
      }
      source += rowBytes;
      this.row += 1;
    }
    u8.copyWithin(this.staging, source, source + this.staged);
    if (this.row === target.tensor.rowCount) {
      this.row = 0;
      this.target += 1;
    }
  }
}

type MatrixTarget = Extract<TensorTarget, { readonly permutedHeads: number }>;

/** Loads a file that is already in memory. */
export function loadWeights(kernels: Uint8Array, file: Uint8Array): ModelWeights {
  const loader = new WeightLoader({ kernels, fileLength: file.length });
  loader.push(file);
  return loader.finish();
}

function rowBytesOf({ tensor }: TensorTarget): number {
  return tensor.byteLength / tensor.rowCount;
}

/**
 * llama.cpp's converter interleaves the two RoPE halves of each q and k head: the file's row
 * 2j + s of a head is row s · D/2 + j in Hugging Face's order.
 */
function unpermutedRow({ matrix, permutedHeads }: MatrixTarget, row: number): number {
  if (permutedHeads === 0) return row;
  const headWidth = matrix.rowCount / permutedHeads;
  const inHead = row % headWidth;
  return row - inHead + (inHead % 2) * (headWidth / 2) + Math.floor(inHead / 2);
}
