import type { Site } from './hook-site.ts';
import type { Intervention } from './interventions.ts';
import type { ModelShape, Precision } from './model-shape.ts';
import type { RowMath } from './row-math.ts';

/** A model in memory, ready to run. Numbers out, no DOM and no Node: the same in a worker and in Node. */
export interface ForwardPass {
  readonly shape: ModelShape;
  readonly precision: Precision;
  /** Positions one branch can hold: the smaller of what was asked for and what the model allows. */
  readonly maxPositions: number;
  /** For rows that this object or its branches lend. */
  readonly rowMath: RowMath;
  /** A run of its own, without tokens. */
  createBranch(interventions?: readonly Intervention[]): Branch;
  /**
   * `W_U · (g ⊙ r / rms(r))`: final norm with its statistics recomputed, then the unembedding (the
   * logit lens, nostalgebraist 2020). `residual` has shape [width]; the result, shape
   * [vocabularySize], is borrowed: valid until the next call of any method of this object.
   */
  borrowUnembedded(residual: Float32Array): Float32Array;
  /**
   * `g ⊙ W_U[token]`, shape [width]: what a normalised residual is multiplied with to give that
   * token's logit (direct logit attribution). Borrowed: valid until the next call of any method of
   * this object.
   * @throws RangeError when the id is not in the vocabulary.
   */
  borrowUnembeddingDirection(token: number): Float32Array;
  /**
   * `v_kv(h) · W_O[h]`: what each head of the layer would add to the residual stream if all its
   * weight lay on one position. `values` is that position's row of attn.hook_v, shape [kvHeadCount,
   * headWidth]; the result, shape [headCount, width], is borrowed: valid until the next call of any
   * method of this object.
   */
  borrowHeadOutputs(layer: number, values: Float32Array): Float32Array;
  /**
   * What a neuron adds to the residual stream for each unit of its mlp.hook_post: its column of
   * W_out, shape [width]. Borrowed: valid until the next call of any method of this object.
   * @throws RangeError for a layer or neuron that is not there.
   */
  borrowNeuronDirection(layer: number, neuron: number): Float32Array;
  /**
   * `W_U · (g ⊙ direction)`: the logit lens of a direction, without the norm, which a direction
   * alone does not have. `direction` has shape [width]; the result, shape [vocabularySize], is
   * borrowed: valid until the next call of any method of this object.
   */
  borrowDirectionLogits(direction: Float32Array): Float32Array;
}

/** Where a prefill or a re-run has got to: `layer` is finished for positions first … first + count − 1. */
export interface Progress {
  readonly layer: number;
  readonly firstPosition: number;
  readonly positionCount: number;
  /** True once these positions are finished on every layer and their rows can be read. */
  readonly finished: boolean;
}

/** What the model would answer at a position under one of several lists of interventions. */
export interface TestedLogits {
  /** Which of the lists. */
  readonly test: number;
  /** Shape [vocabularySize]. Borrowed: valid until the next call of any method of the model. */
  readonly logits: Float32Array;
}

/**
 * One run of tokens with its interventions. Positions are 0-based. Forks share memory with their
 * parent until either writes; a fork never changes its parent's values.
 */
export interface Branch {
  readonly id: number;
  readonly tokens: readonly number[];
  readonly interventions: readonly Intervention[];
  /** Counts changes of the interventions; values carry the revision in force when they were computed. */
  readonly revision: number;
  /**
   * Appends tokens, tiled over positions and bit-equal to as many single steps. It works when the
   * caller asks for the next progress, so the caller can stop between layers: an unfinished prefill
   * that is abandoned (`return()`) leaves only whole, finished positions behind.
   * @throws RangeError when the tokens would not fit into `maxPositions` or an id is not in the vocabulary.
   */
  prefill(tokens: readonly number[]): Generator<Progress, void, void>;
  /** Appends one token and keeps every hook of its position. */
  step(token: number): void;
  /** Logits after the last position, shape [vocabularySize]. Borrowed: valid until the next call. */
  borrowLogits(): Float32Array;
  /**
   * One position's row at a site, in `rowShape`'s layout. Read from the arena, or recomputed
   * bit-identically from stored residuals, keys and values. Borrowed: valid until the next call.
   * @throws RangeError for a position or layer that is not there, or a layer a `stop` left uncomputed.
   */
  borrowRow(site: Site, layer: number, position: number): Float32Array;
  /**
   * A new branch with the same tokens under other interventions, teacher-forced: only positions
   * from the first touched and layers from the first touched are computed again (as the generator
   * is drained; its return value is the branch).
   */
  fork(interventions: readonly Intervention[]): Generator<Progress, Branch, void>;
  /**
   * Logits at a position under each of several lists of interventions, applied after the branch's
   * own: bit-equal to those of a fork with both lists, and cheaper, as what the tests have in common
   * is computed once. Nothing of the branch changes. It works when the caller asks for the next
   * turn, so the caller can stop between layers; most turns bring nothing, some bring several tests,
   * each once, in any order.
   * @throws RangeError for a position that is not there or a list that does not fit the model.
   */
  runTests(
    position: number,
    tests: readonly (readonly Intervention[])[],
  ): Generator<readonly TestedLogits[], void, void>;
  /** A copy of the first `positionCount` positions under the same interventions. */
  truncatedTo(positionCount: number): Branch;
  dispose(): void;
}
