import type { ModelShape } from './model-shape.ts';

/** A run of columns in the activation texture's x axis. */
export interface TexelColumns {
  readonly first: number;
  readonly count: number;
}

/**
 * Columns of the activation texture: R8 TEXTURE_2D_ARRAY, slice = layer, y = token slot, x = the
 * columns below. Magnitudes are display codes without their sign (0 … 127); signs are 0, or 255 for
 * negative ones.
 * Bin i of a wall of four rows stands in column ⌊i / 4⌋, row i mod 4, counted from the top, so that
 * a group of four bins is one column of panes. Every number of columns is per layer and token.
 *
 * A difference (SPEC.md, DIFF) stands in the same columns: magnitudes are those of its codes, signs
 * 255 where the norm fell, mips codes of d's own scale; `added` is twice the magnitude code of the
 * whole z and the whole post, `against` 255 where that row's norm fell; `scale` the same two of the
 * whole resid.
 */
export interface TexelLayout {
  readonly headCount: number;
  /** `attn.hook_z`: head-major, `zBinsPerHead` bins each. */
  readonly z: TexelColumns;
  readonly post: TexelColumns;
  readonly resid: TexelColumns;
  readonly zSign: TexelColumns;
  readonly postSign: TexelColumns;
  readonly residSign: TexelColumns;
  /**
   * Maximum and RMS of magnitude over groups of 4 bins (one pane column), then of 8 (z) or 16, as
   * display codes of the same scale.
   */
  readonly zMax4: TexelColumns;
  readonly zRms4: TexelColumns;
  readonly zMax8: TexelColumns;
  readonly zRms8: TexelColumns;
  readonly postMax4: TexelColumns;
  readonly postRms4: TexelColumns;
  readonly postMax16: TexelColumns;
  readonly postRms16: TexelColumns;
  readonly residMax4: TexelColumns;
  readonly residRms4: TexelColumns;
  readonly residMax16: TexelColumns;
  readonly residRms16: TexelColumns;
  /** Wash: ‖added‖ / ‖residual‖ of attention, then feed-forward: 0 … 255 over log 0.05 … 1.5. */
  readonly added: TexelColumns;
  /** 255 where the storey points against the residual (cosine below −0.3), attention then feed-forward. */
  readonly against: TexelColumns;
  /** LayerNorm scales ln1, ln2: 0 … 255 over log10 from 0.01 to 1000. */
  readonly scale: TexelColumns;
  /** Columns in all, padded to a multiple of 4. */
  readonly width: number;
}

export const zBinsPerHead = 8;
export const postBinCount = 64;
export const residBinCount = 64;
export const paneRows = 4;
/** Range of the wash's logarithmic scale, as a ratio of norms. */
export const washRange = { low: 0.05, high: 1.5 } as const;
/** Cosine to the residual below which a storey counts as taking away. */
export const againstCosine = -0.3;

export function texelLayout(shape: ModelShape): TexelLayout {
  let next = 0;
  const take = (count: number): TexelColumns => {
    const first = next;
    next += count;
    return { first, count };
  };
  const z = shape.headCount * zBinsPerHead;
  const columns = {
    headCount: shape.headCount,
    z: take(z),
    post: take(postBinCount),
    resid: take(residBinCount),
    zSign: take(z),
    postSign: take(postBinCount),
    residSign: take(residBinCount),
    zMax4: take(z / 4),
    zRms4: take(z / 4),
    zMax8: take(z / 8),
    zRms8: take(z / 8),
    postMax4: take(postBinCount / 4),
    postRms4: take(postBinCount / 4),
    postMax16: take(postBinCount / 16),
    postRms16: take(postBinCount / 16),
    residMax4: take(residBinCount / 4),
    residRms4: take(residBinCount / 4),
    residMax16: take(residBinCount / 16),
    residRms16: take(residBinCount / 16),
    added: take(2),
    against: take(2),
    scale: take(2),
  };
  return { ...columns, width: Math.ceil(next / 4) * 4 };
}
