import type { Precision } from '#contract/model-shape.ts';
import type { Heap } from './heap.ts';
import { groupRows, type Matrix } from './matrix.ts';

export interface ProductLimits {
  readonly precision: Precision;
  readonly mostColumns: number;
  readonly mostTokens: number;
}

/**
 * y = W x for a few tokens at once. `prepare` brings the activations into the form the kernels
 * read, once for all matrices that share them; then `multiply` for each of those.
 */
export class MatrixProduct {
  private readonly heap: Heap;
  private readonly precision: Precision;
  private readonly codes: number;
  private readonly scales: number;
  private readonly sums: number;
  private readonly rounded: number;
  /** A group of rows with a byte per weight. */
  private readonly unpacked: number;
  private x = 0;
  private tokenCount = 0;
  private columnCount = 0;
  private isRounded = false;

  constructor(heap: Heap, limits: ProductLimits) {
    const count = limits.mostColumns * limits.mostTokens;
    this.heap = heap;
    this.precision = limits.precision;
    this.codes = heap.allocate(count * 2);
    this.scales = heap.allocate(count / 8);
    this.sums = heap.allocate(count / 8);
    this.rounded = heap.allocate(count * 4);
    this.unpacked = heap.allocate(limits.mostColumns * groupRows);
  }

  /** @param x - address of f32 [tokenCount, columnCount]; must stay as it is until the last `multiply` */
  prepare(x: number, columnCount: number, tokenCount: number): void {
    const { kernels } = this.heap;
    this.x = x;
    this.columnCount = columnCount;
    this.tokenCount = tokenCount;
    this.isRounded = false;
    if (this.precision === 'f32') {
      kernels.sumBlocks(x, this.sums, (columnCount * tokenCount) / 32);
    } else {
      kernels.quantise(x, this.codes, this.scales, this.sums, columnCount, tokenCount);
    }
  }

  /**
   * @param y - address of f32 [tokenCount, stride]
   * @param stride - floats from one token's outputs to the next; at least rowCount rounded up to eight
   */
  multiply(matrix: Matrix, y: number, stride: number): void {
    if (matrix.type === 'F32') this.multiplyF32(matrix, y, stride);
    else if (this.precision === 'i16') this.multiplyInt16(matrix, y, stride);
    else this.multiplyFloat(matrix, y, stride);
  }

  private multiplyInt16({ type, address, rowCount }: Matrix, y: number, stride: number): void {
    const { codes, scales, sums, columnCount, tokenCount } = this;
    const { kernels } = this.heap;
    if (type === 'Q4_1') {
      const x = [codes, scales, sums] as const;
      const counts = [columnCount, rowCount, tokenCount] as const;
      kernels.multiplyInt16Q41(address, this.unpacked, ...x, y, stride * 4, ...counts);
    } else {
      const counts = [columnCount, rowCount, tokenCount] as const;
      kernels.multiplyInt16Q80(address, codes, scales, y, stride * 4, ...counts);
    }
  }

  private multiplyFloat({ type, address, rowCount }: Matrix, y: number, stride: number): void {
    const { kernels } = this.heap;
    const counts = [this.columnCount, rowCount, this.tokenCount] as const;
    if (type === 'Q4_1') {
      kernels.multiplyFloatQ41(address, this.x, this.sums, y, stride * 4, ...counts);
    } else {
      kernels.multiplyFloatQ80(address, this.x, y, stride * 4, ...counts);
    }
  }

  private multiplyF32({ address, rowCount }: Matrix, y: number, stride: number): void {
    const { kernels } = this.heap;
    const counts = [this.columnCount, rowCount, this.tokenCount] as const;
    if (this.precision === 'f32') {
      kernels.multiplyFloatF32(address, this.x, y, stride * 4, ...counts);
      return;
    }
    if (!this.isRounded) {
      kernels.roundThroughInt16(this.x, this.rounded, this.columnCount * this.tokenCount);
      this.isRounded = true;
    }
    kernels.multiplyFloatF32(address, this.rounded, y, stride * 4, ...counts);
  }
}
