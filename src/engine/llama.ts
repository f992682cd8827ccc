import type { LayerSite } from '#contract/hook-site.ts';
import type { ModelShape, Precision } from '#contract/model-shape.ts';
import type { Heap } from './heap.ts';
import { tileRows, type LayerHooks } from './hook-arena.ts';
import { takeRow } from './matrix.ts';
import { MatrixProduct } from './matrix-product.ts';
import type { LayerWeights, ModelWeights } from './weights.ts';

/**
 * Rows of one layer: where they are read and where they go. Addresses of f32. They are a run of
 * positions, or several versions of one.
 */
export interface Tile {
  readonly firstPosition: number;
  /** 1: each row is the position after the one before. 0: all are versions of the first position. */
  readonly positionStep: 0 | 1;
  /** At most `tileRows`. */
  readonly count: number;
  readonly residualIn: number;
  readonly residualOut: number;
  /** The tile's own rows of rotated keys and values. */
  readonly newKeys: number;
  readonly newValues: number;
  /**
   * All keys and values from position 0, for attention to read. Of versions of one position each
   * puts its own there, the last in the row, before it is read.
   */
  readonly keys: number;
  readonly values: number;
  readonly hooks: LayerHooks;
}

export interface LlamaOptions {
  readonly precision: Precision;
  readonly maxPositions: number;
}

/**
 * The Llama forward pass (Touvron et al. 2023), one layer at a time for a tile of positions. Every
 * named value lands where it can be read afterwards, and `touch` changes it before the next kernel
 * reads it. No state between calls besides scratch.
 */
export class Llama {
  readonly shape: ModelShape;
  private readonly heap: Heap;
  private readonly weights: ModelWeights;
  private readonly product: MatrixProduct;
  private readonly rotations: number;
  /** What the matrices read: normalized rows times the gain. */
  private readonly gained: number;
  private readonly mapRowBytes: number;

  constructor(weights: ModelWeights, options: LlamaOptions) {
    const { heap, config } = weights;
    const { width, neuronCount, headCount, headWidth } = config.shape;
    this.shape = config.shape;
    this.heap = heap;
    this.weights = weights;
    this.product = new MatrixProduct(heap, {
      precision: options.precision,
      mostColumns: Math.max(width, neuronCount, headCount * headWidth),
      mostTokens: tileRows,
    });
    this.gained = heap.allocate(width * tileRows * 4);
    this.mapRowBytes = headCount * options.maxPositions * 4;
    this.rotations = heap.allocate(options.maxPositions * headWidth * 4);
    heap.kernels.fillRotations(this.rotations, options.maxPositions, headWidth, config.ropeBase);
  }

  /** The token's embedding, f32 [width], to `target`. */
  embed(token: number, target: number): void {
    takeRow(this.heap.kernels, this.weights.embedding, token, target);
  }

  /** resid_post = resid_mid + MLP(RMSNorm(resid_mid)), resid_mid = resid_pre + Attention(RMSNorm(resid_pre)). */
  runLayer(layer: number, tile: Tile, touch: Touch): void {
    const weights = this.weights.layers[layer]!;
    const { width } = this.shape;
    const { hooks, count } = tile;
    this.norm(
      { x: tile.residualIn, gain: weights.ln1Gain, count },
      { scale: hooks['ln1.hook_scale'], normalized: hooks['ln1.hook_normalized'] },
      (at, address, rowBytes) => {
        touch(`ln1.hook_${at}`, address, rowBytes);
      },
    );
    this.projectQueries(weights, tile, touch);
    this.attend(tile, touch);
    this.product.prepare(hooks['attn.hook_z'], weights.o.columnCount, count);
    this.product.multiply(weights.o, hooks.hook_attn_out, width);
    touch('hook_attn_out', hooks.hook_attn_out, width * 4);
    this.add(tile.residualIn, hooks.hook_attn_out, hooks.hook_resid_mid, count);
    touch('hook_resid_mid', hooks.hook_resid_mid, width * 4);
    this.norm(
      { x: hooks.hook_resid_mid, gain: weights.ln2Gain, count },
      { scale: hooks['ln2.hook_scale'], normalized: hooks['ln2.hook_normalized'] },
      (at, address, rowBytes) => {
        touch(`ln2.hook_${at}`, address, rowBytes);
      },
    );
    this.feedForward(weights, tile, touch);
    this.add(hooks.hook_resid_mid, hooks.hook_mlp_out, tile.residualOut, count);
    touch('hook_resid_post', tile.residualOut, width * 4);
    // One value with two names: the next layer's changes of its input are done here.
    touch('hook_resid_pre', tile.residualOut, width * 4);
  }

  /**
   * logits = W_U (gain ⊙ residual / rms(residual)).
   * @param target - rms, normalized and logits per row; logits rows are `logitsStride` floats apart
   * @param count - rows, at most `tileRows`
   */
  unembed(residual: number, count: number, target: UnembeddingTarget): void {
    const { unembedding, finalGain } = this.weights;
    this.norm({ x: residual, gain: finalGain, count }, target, () => undefined);
    this.product.prepare(this.gained, this.shape.width, count);
    this.product.multiply(unembedding, target.logits, target.logitsStride);
  }

  /** gain ⊙ W_U[token], f32 [width], to `target`. */
  unembeddingDirection(token: number, target: number): void {
    const { unembedding, finalGain } = this.weights;
    takeRow(this.heap.kernels, unembedding, token, target);
    this.heap.kernels.applyGain(target, finalGain, target, this.shape.width);
  }

  /** y = W_O z for a few rows, f32 [count, width], to `target`; at most `tileRows`. */
  projectHeads(layer: number, z: number, count: number, target: number): void {
    const { o } = this.weights.layers[layer]!;
    this.product.prepare(z, o.columnCount, count);
    this.product.multiply(o, target, this.shape.width);
  }

  /** y = W_down post, f32 [width], to `target`. */
  projectNeurons(layer: number, post: number, target: number): void {
    this.product.prepare(post, this.shape.neuronCount, 1);
    this.product.multiply(this.weights.layers[layer]!.down, target, this.shape.width);
  }

  /** W_U (gain ⊙ direction), f32 [vocabularySize], to `target`. */
  unembedDirection(direction: number, target: number, logitsStride: number): void {
    const { unembedding, finalGain } = this.weights;
    this.heap.kernels.applyGain(direction, finalGain, this.gained, this.shape.width);
    this.product.prepare(this.gained, this.shape.width, 1);
    this.product.multiply(unembedding, target, logitsStride);
  }

  /** normalized = x / scale, scale = rms(x); leaves gain ⊙ normalized in `gained`. */
  private norm(
    from: { readonly x: number; readonly gain: number; readonly count: number },
    to: { readonly scale: number; readonly normalized: number },
    touch: (at: 'scale' | 'normalized', address: number, rowBytes: number) => void,
  ): void {
    const { kernels } = this.heap;
    const { width } = this.shape;
    const rowBytes = width * 4;
    for (let row = 0; row < from.count; row += 1) {
      const x = from.x + row * rowBytes;
      kernels.rootMeanSquare(x, to.scale + row * 4, width, this.weights.config.epsilon);
    }
    touch('scale', to.scale, 4);
    for (let row = 0; row < from.count; row += 1) {
      const offset = row * rowBytes;
      kernels.normalise(from.x + offset, to.scale + row * 4, to.normalized + offset, width);
    }
    touch('normalized', to.normalized, rowBytes);
    for (let row = 0; row < from.count; row += 1) {
      const offset = row * rowBytes;
      kernels.applyGain(to.normalized + offset, from.gain, this.gained + offset, width);
    }
  }

  /** q, k, v = W x; q and k are rotated by their position. Keys and values go to the branch's rows. */
  private projectQueries(weights: LayerWeights, tile: Tile, touch: Touch): void {
    const { hooks, count, newKeys, newValues } = tile;
    const { headCount, kvHeadCount, headWidth } = this.shape;
    const [heads, kvHeads] = [headCount * headWidth, kvHeadCount * headWidth];
    this.product.prepare(this.gained, weights.q.columnCount, count);
    this.product.multiply(weights.q, hooks['attn.hook_q'], heads);
    this.product.multiply(weights.k, hooks['attn.hook_k'], kvHeads);
    this.product.multiply(weights.v, newValues, kvHeads);
    touch('attn.hook_q', hooks['attn.hook_q'], heads * 4);
    touch('attn.hook_k', hooks['attn.hook_k'], kvHeads * 4);
    touch('attn.hook_v', newValues, kvHeads * 4);
    this.rotate(hooks['attn.hook_q'], hooks['attn.hook_rot_q'], headCount, tile);
    this.rotate(hooks['attn.hook_k'], newKeys, kvHeadCount, tile);
    touch('attn.hook_rot_q', hooks['attn.hook_rot_q'], heads * 4);
    touch('attn.hook_rot_k', newKeys, kvHeads * 4);
  }

  private rotate(x: number, y: number, headCount: number, tile: Tile): void {
    const { headWidth } = this.shape;
    const rowBytes = headCount * headWidth * 4;
    for (let row = 0; row < tile.count; row += 1) {
      const angles = this.rotations + positionOf(tile, row) * headWidth * 4;
      const offset = row * rowBytes;
      this.heap.kernels.rotate(x + offset, y + offset, angles, headCount, headWidth);
    }
  }

  /** scores = q·k / √D over the keys so far, pattern = softmax(scores), z = pattern · v. */
  private attend(tile: Tile, touch: Touch): void {
    const { kernels } = this.heap;
    const { headCount, kvHeadCount, headWidth } = this.shape;
    const { hooks, count, keys, values } = tile;
    const heads = [headCount, headCount / kvHeadCount, headWidth] as const;
    const rowBytes = headCount * headWidth * 4;
    const kvRowBytes = kvHeadCount * headWidth * 4;
    const { mapRowBytes } = this;
    const scores = hooks['attn.hook_attn_scores'];
    const pattern = hooks['attn.hook_pattern'];
    for (let row = 0; row < count; row += 1) {
      const q = hooks['attn.hook_rot_q'] + row * rowBytes;
      const target = scores + row * mapRowBytes;
      const keyCount = positionOf(tile, row) + 1;
      this.placeOwn(tile, row, tile.newKeys, keys);
      kernels.attentionScores(q, keys, kvRowBytes, target, keyCount, ...heads);
    }
    touch('attn.hook_attn_scores', scores, mapRowBytes);
    for (let row = 0; row < count; row += 1) {
      const offset = row * mapRowBytes;
      const keyCount = positionOf(tile, row) + 1;
      kernels.attentionPattern(scores + offset, pattern + offset, keyCount, headCount);
    }
    touch('attn.hook_pattern', pattern, mapRowBytes);
    for (let row = 0; row < count; row += 1) {
      const z = hooks['attn.hook_z'] + row * rowBytes;
      const source = pattern + row * mapRowBytes;
      const keyCount = positionOf(tile, row) + 1;
      this.placeOwn(tile, row, tile.newValues, values);
      kernels.attentionValues(source, values, kvRowBytes, z, keyCount, ...heads);
    }
    touch('attn.hook_z', hooks['attn.hook_z'], rowBytes);
  }

  /** Of versions of one position: puts a row's own key or value behind those of the positions before. */
  private placeOwn(tile: Tile, row: number, own: number, all: number): void {
    if (tile.positionStep === 1) return;
    const { kvHeadCount, headWidth } = this.shape;
    const rowBytes = kvHeadCount * headWidth * 4;
    const from = own + row * rowBytes;
    this.heap.u8.copyWithin(all + tile.firstPosition * rowBytes, from, from + rowBytes);
  }

  /** MLP(x) = W_down (silu(W_gate x) ⊙ W_up x). */
  private feedForward(weights: LayerWeights, tile: Tile, touch: Touch): void {
    const { hooks, count } = tile;
    const { width, neuronCount } = this.shape;
    const { 'mlp.hook_pre': gate, 'mlp.hook_pre_linear': up, 'mlp.hook_post': post } = hooks;
    this.product.prepare(this.gained, width, count);
    this.product.multiply(weights.gate, gate, neuronCount);
    this.product.multiply(weights.up, up, neuronCount);
    touch('mlp.hook_pre', gate, neuronCount * 4);
    touch('mlp.hook_pre_linear', up, neuronCount * 4);
    this.heap.kernels.gatedSilu(gate, up, post, neuronCount * count);
    touch('mlp.hook_post', post, neuronCount * 4);
    this.product.prepare(post, neuronCount, count);
    this.product.multiply(weights.down, hooks.hook_mlp_out, width);
    touch('hook_mlp_out', hooks.hook_mlp_out, width * 4);
  }

  private add(a: number, b: number, sum: number, count: number): void {
    this.heap.kernels.add(a, b, sum, this.shape.width * count);
  }
}

function positionOf({ firstPosition, positionStep }: Tile, row: number): number {
  return firstPosition + row * positionStep;
}

/** Addresses of f32: scales [count], normalized [count, width], logits [count, logitsStride]. */
export interface UnembeddingTarget {
  readonly scale: number;
  readonly normalized: number;
  readonly logits: number;
  readonly logitsStride: number;
}

/** Applies what is to change at a site; `address` is the tile's first row, rows are `rowBytes` apart. */
export type Touch = (site: LayerSite, address: number, rowBytes: number) => void;
