import type { ModelShape } from '#contract/model-shape.ts';
import type { Heap } from './heap.ts';

/** Rows of all positions at one place of the model, shared by branches until one of them writes. */
interface SharedRows {
  readonly address: number;
  branchCount: number;
}

export type RowKind = 'residuals' | 'keys' | 'values';

/**
 * What a branch keeps of every position: the residual stream at the layers' borders (index l = input
 * of layer l, index layerCount = output of the last), rotated keys and values of each layer. About
 * 0.12 MB a token for SmolLM2-135M. Copied on write, one layer's rows at a time.
 */
export class BranchRows {
  private readonly heap: Heap;
  private readonly shape: ModelShape;
  private readonly maxPositions: number;
  private readonly shared: Readonly<Record<RowKind, (SharedRows | undefined)[]>> = {
    residuals: [],
    keys: [],
    values: [],
  };

  constructor(heap: Heap, shape: ModelShape, maxPositions: number) {
    this.heap = heap;
    this.shape = shape;
    this.maxPositions = maxPositions;
  }

  /** The same rows for another branch, without those above layer `depth`. Copies nothing. */
  sharedTo(depth: number): BranchRows {
    const other = new BranchRows(this.heap, this.shape, this.maxPositions);
    for (const kind of ['residuals', 'keys', 'values'] as const) {
      const count = kind === 'residuals' ? depth + 1 : depth;
      this.shared[kind].slice(0, count).forEach((rows, index) => {
        if (rows) rows.branchCount += 1;
        other.shared[kind][index] = rows;
      });
    }
    return other;
  }

  /** Address of `position`'s row. Only for rows that were written. */
  rowAt(kind: RowKind, index: number, position: number): number {
    return this.shared[kind][index]!.address + position * this.rowBytes(kind);
  }

  /**
   * Address of `position`'s row, for writing it and those after it. Rows before it are kept, later
   * ones need not be.
   */
  writableRowAt(kind: RowKind, index: number, position: number): number {
    const rowBytes = this.rowBytes(kind);
    const list = this.shared[kind];
    const rows = list[index];
    if (rows?.branchCount === 1) return rows.address + position * rowBytes;
    const own = { address: this.heap.allocate(rowBytes * this.maxPositions), branchCount: 1 };
    if (rows) {
      this.heap.u8.copyWithin(own.address, rows.address, rows.address + position * rowBytes);
      rows.branchCount -= 1;
    }
    list[index] = own;
    return own.address + position * rowBytes;
  }

  dispose(): void {
    for (const kind of ['residuals', 'keys', 'values'] as const) {
      for (const rows of this.shared[kind].splice(0)) {
        if (!rows) continue;
        rows.branchCount -= 1;
        if (rows.branchCount === 0) {
          this.heap.release(rows.address, this.rowBytes(kind) * this.maxPositions);
        }
      }
    }
  }

  private rowBytes(kind: RowKind): number {
    const { width, kvHeadCount, headWidth } = this.shape;
    return 4 * (kind === 'residuals' ? width : kvHeadCount * headWidth);
  }
}
