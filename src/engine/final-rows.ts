import type { ModelSite } from '#contract/hook-site.ts';
import { demandLength } from './demand-length.ts';
import type { Heap } from './heap.ts';
import { tileRows } from './hook-arena.ts';
import type { Llama } from './llama.ts';
import { groupRows } from './matrix.ts';

/** Final norm and unembedding of residual rows, of a branch or handed in. */
export class FinalRows {
  private readonly heap: Heap;
  private readonly llama: Llama;
  private readonly stride: number;
  private readonly scale: number;
  private readonly normalized: number;
  private readonly logits: number;
  private readonly residuals: number;
  /** Logits of rows handed in. */
  private readonly lensLogits: number;
  /** What `scale`, `normalized` and `logits` belong to. */
  private branch = -1;
  private position = -1;

  constructor(heap: Heap, llama: Llama) {
    const { width, vocabularySize } = llama.shape;
    this.heap = heap;
    this.llama = llama;
    this.stride = Math.ceil(vocabularySize / groupRows) * groupRows;
    this.scale = heap.allocate(tileRows * 4);
    this.normalized = heap.allocate(tileRows * width * 4);
    this.residuals = heap.allocate(tileRows * width * 4);
    this.logits = heap.allocate(this.stride * 4);
    this.lensLogits = heap.allocate(this.stride * tileRows * 4);
  }

  /** Address of a site's row after `residual`, the last computed layer's output at `position`. */
  rowAt(site: Exclude<ModelSite, 'hook_embed'>, residual: number, of: FinalPlace): number {
    if (this.branch !== of.branch || this.position !== of.position) {
      const { scale, normalized, logits, stride: logitsStride } = this;
      this.llama.unembed(residual, 1, { scale, normalized, logits, logitsStride });
      this.branch = of.branch;
      this.position = of.position;
    }
    if (site === 'logits') return this.logits;
    return site === 'ln_final.hook_scale' ? this.scale : this.normalized;
  }

  /**
   * @param residuals - [n, width], n at most `tileRows`
   * @returns [n, vocabularySize], borrowed
   */
  unembedded(residuals: Float32Array): Float32Array {
    const { width, vocabularySize } = this.llama.shape;
    const rowCount = residuals.length / width;
    if (rowCount < 1 || rowCount > tileRows || !Number.isInteger(rowCount)) {
      throw new RangeError(
        `Residuals have ${String(residuals.length)} elements; 1 to ${String(tileRows)} rows of ${String(width)} can be unembedded.`,
      );
    }
    const { lensLogits: logits, stride: logitsStride } = this;
    this.branch = -1;
    this.heap.f32.set(residuals, this.residuals / 4);
    const target = { scale: this.scale, normalized: this.normalized, logits, logitsStride };
    this.llama.unembed(this.residuals, rowCount, target);
    const first = logits / 4;
    for (let row = 1; row < rowCount && logitsStride !== vocabularySize; row += 1) {
      const from = first + row * logitsStride;
      this.heap.f32.copyWithin(first + row * vocabularySize, from, from + vocabularySize);
    }
    return this.heap.floatsAt(logits, rowCount * vocabularySize);
  }

  /** g ⊙ W_U[token], shape [width], borrowed. */
  unembeddingDirection(token: number): Float32Array {
    const { width } = this.llama.shape;
    this.llama.unembeddingDirection(token, this.residuals);
    return this.heap.floatsAt(this.residuals, width);
  }

  /** W_U (g ⊙ direction), shape [vocabularySize], borrowed. */
  directionLogits(direction: Float32Array): Float32Array {
    const { width, vocabularySize } = this.llama.shape;
    demandLength('A direction', direction, width);
    this.heap.f32.set(direction, this.residuals / 4);
    this.llama.unembedDirection(this.residuals, this.lensLogits, this.stride);
    return this.heap.floatsAt(this.lensLogits, vocabularySize);
  }
}

export interface FinalPlace {
  readonly branch: number;
  readonly position: number;
}
