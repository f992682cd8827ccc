/** The sizes of a decoder-only transformer. Counts, no units. `headCount × headWidth` is the width of q and z. */
export interface ModelShape {
  readonly layerCount: number;
  /** Hidden size d of the residual stream. */
  readonly width: number;
  readonly headCount: number;
  /** Key and value heads; each serves `headCount / kvHeadCount` query heads (grouped-query attention). */
  readonly kvHeadCount: number;
  readonly headWidth: number;
  /** Hidden neurons of one feed-forward layer. */
  readonly neuronCount: number;
  readonly vocabularySize: number;
  /** Positions the model was trained for. */
  readonly contextLength: number;
}

/**
 * How activations meet the weights: `i16` rounds each block of 32 activations to int16 with one f32
 * scale before every matrix product, `f32` does not round. Weights are the file's own blocks in both.
 */
export type Precision = 'i16' | 'f32';
export const precisions: readonly Precision[] = ['i16', 'f32'];
