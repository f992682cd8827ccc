import type { ProducerMessage } from './control-message.ts';
import type { Site } from './hook-site.ts';

/** When and where a message belongs. Branch 0 is the run without interventions. */
export interface Clock {
  readonly branch: number;
  readonly step: number;
  readonly position: number;
  readonly token: number;
  readonly revision: number;
}

/**
 * One token's overview, checked and unpacked by decode.worker, transferred to the main thread.
 * L layers, H heads, k = display.topK. Shares are decoded from one byte: about ±2.3 %.
 */
export interface DecodedOverview {
  readonly type: 'overview';
  readonly clock: Clock;
  /** Ready for upload: [L, texel width], `texelLayout`'s columns. */
  readonly texels: Uint8Array<ArrayBuffer>;
  /**
   * Signed display codes, [L, H, 8], [L, 64], [L, 64]. A residual bin is in units of the LayerNorm
   * scale that reads it next (SPEC.md, OV3): × residNorm / √width is the raw value.
   */
  readonly zCodes: Uint8Array<ArrayBuffer>;
  readonly postCodes: Uint8Array<ArrayBuffer>;
  readonly residCodes: Uint8Array<ArrayBuffer>;
  /** ‖what attention, feed-forward adds‖ / ‖the residual it adds to‖, [L, 2]. */
  readonly added: Float32Array<ArrayBuffer>;
  /** Cosine between what is added and the residual it is added to, [L, 2]. */
  readonly addedCosine: Float32Array<ArrayBuffer>;
  /** Cosine of resid_post to the layer before (layer 0: to the embedding), [L]. */
  readonly residCosine: Float32Array<ArrayBuffer>;
  /** ‖resid_post‖, [L]. */
  readonly residNorm: Float32Array<ArrayBuffer>;
  /** ln1 and ln2 hook_scale, [L, 2]. Both 0: the layer was not computed (a `stop` below it). */
  readonly lnScale: Float32Array<ArrayBuffer>;
  readonly lnFinal: number;
  /**
   * Attended keys, strongest first, self and sinks left out; 65535 fills unused places. [L, H, k].
   * A sink is a position whose hook_resid_pre norm at that layer is more than 10 × the median over
   * the positions so far.
   */
  readonly attentionKey: Uint16Array<ArrayBuffer>;
  readonly attentionWeight: Float32Array<ArrayBuffer>;
  /** Weight on self, on sinks other than self, and on everything else that is not among the k. [L, H] */
  readonly attentionSelf: Float32Array<ArrayBuffer>;
  readonly attentionSink: Float32Array<ArrayBuffer>;
  readonly attentionRest: Float32Array<ArrayBuffer>;
  readonly predictionToken: Int32Array<ArrayBuffer>;
  readonly predictionLogprob: Float32Array<ArrayBuffer>;
  /** How many displayed bins are at the scale's top or above (SPEC.md, CODE3). */
  readonly clippedCount: number;
}

/**
 * Logit lens of one position: top five per layer, [L, 5], and the rank (0 = first) of the final
 * answer, [L]. Layers not computed have token −1.
 */
export interface DecodedLens {
  readonly type: 'lens';
  readonly clock: Clock;
  readonly token: Int32Array<ArrayBuffer>;
  readonly logprob: Float32Array<ArrayBuffer>;
  readonly rank: Uint32Array<ArrayBuffer>;
}

/**
 * What each head would add to the residual stream if all its weight lay on one position:
 * ‖v · W_O‖, [L, H]. Layers not computed have 0.
 */
export interface DecodedCarried {
  readonly type: 'carried';
  readonly clock: Clock;
  readonly norm: Float32Array<ArrayBuffer>;
}

/**
 * Whole rows as the producer computed them, bit-equal: [positions, row…]. Rows of scores and
 * patterns are as long as the longest, filled with −∞ and 0 beyond their own keys.
 */
export interface DecodedValues {
  readonly type: 'values';
  readonly request: number;
  /** Branch and revision in force; position and token of the last row. */
  readonly clock: Clock;
  readonly site: Site;
  readonly layer: number;
  readonly positions: readonly number[];
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** All tokens' bytes: token t is bytes[offset[t] … offset[t + 1]). */
export interface DecodedVocabulary {
  readonly type: 'vocabulary';
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly offset: Uint32Array<ArrayBuffer>;
}

/**
 * Which tokens the output directions of n neurons of a layer raise and lower most, [n, 5]: values
 * are logits for each unit of the neuron, before any norm, less their mean over the vocabulary.
 */
export interface DecodedDirections {
  readonly type: 'directions';
  readonly layer: number;
  readonly neuron: Uint32Array<ArrayBuffer>;
  /** Falling. */
  readonly topToken: Int32Array<ArrayBuffer>;
  readonly topValue: Float32Array<ArrayBuffer>;
  /** Rising. */
  readonly bottomToken: Int32Array<ArrayBuffer>;
  readonly bottomValue: Float32Array<ArrayBuffer>;
}

/**
 * How far one token's numbers moved from those of the run without changes (SPEC.md, DIFF). Codes
 * have the sign in bit 7 (set: the norm fell) and the magnitude in bits 0 … 6, log10 from 10⁻³ to 1.
 */
export interface DecodedDifference {
  readonly type: 'difference';
  /** Of the changed run's overview. */
  readonly clock: Clock;
  /** Ready for upload, laid out as an overview's: [L, texel width]. */
  readonly texels: Uint8Array<ArrayBuffer>;
  /** [L, H, 8], [L, 64], [L, 64]. */
  readonly zCodes: Uint8Array<ArrayBuffer>;
  readonly postCodes: Uint8Array<ArrayBuffer>;
  readonly residCodes: Uint8Array<ArrayBuffer>;
  /** Of whole rows: z, post, resid, [L, 3]. */
  readonly wholeCodes: Uint8Array<ArrayBuffer>;
}

/** What the model would answer at a position under some of the tests asked for (SPEC.md, EFF). */
export interface DecodedEffect {
  readonly type: 'effect';
  readonly clock: Clock;
  readonly request: number;
  /** Which of the tests asked for, [n]. */
  readonly test: Uint32Array<ArrayBuffer>;
  /** Top five, [n, 5]. */
  readonly predictionToken: Int32Array<ArrayBuffer>;
  readonly predictionLogprob: Float32Array<ArrayBuffer>;
  /** Log-probability of what the run itself answers there, [n]. */
  readonly answerLogprob: Float32Array<ArrayBuffer>;
}

/** A message that broke a rule; it was dropped and nothing else was harmed. */
export interface RejectedMessage {
  readonly type: 'rejected';
  readonly reason: string;
}

export type DecodedMessage =
  | { readonly type: 'control'; readonly message: ProducerMessage }
  | DecodedOverview
  | DecodedLens
  | DecodedValues
  | DecodedVocabulary
  | DecodedCarried
  | DecodedDirections
  | DecodedDifference
  | DecodedEffect
  | RejectedMessage;
