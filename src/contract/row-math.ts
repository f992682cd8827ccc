/** What one position's heads read on one layer, H heads, k keys kept of each. */
export interface AttendedKeys {
  /** Positions, most weight first, the earlier first among equals; 65535 fills unused places. [H, k] */
  readonly key: Uint16Array;
  /** Their weights; 0 in unused places. [H, k] */
  readonly weight: Float32Array;
  /** Weight on the position itself, on sinks, on everything that is not among the k: [H, 3]. */
  readonly shares: Float32Array;
}

export interface AttendedRequest {
  readonly headCount: number;
  /** k: at least 1. */
  readonly topK: number;
  /** 1 for positions that are sinks; at least as many as there are keys. */
  readonly isSink: Uint8Array;
  /** Lighter keys are never among the k. */
  readonly smallest: number;
}

/** How a row is divided: each group into bins by SPEC.md's OV2. */
export interface BinPlan {
  readonly groupCount: number;
  readonly binsPerGroup: number;
}

/**
 * Rows in a few numbers, computed by the kernels where the rows lie: the same bits in Node and in
 * every browser. Rows from elsewhere are copied in first, so they may have no more elements than
 * the longest row of the model. Results are borrowed: valid until the next call.
 */
export interface RowMath {
  /** Σ a·b in float64; both as long. */
  dot(a: Float32Array, b: Float32Array): number;
  /** Per bin the signed value of largest magnitude, the positive of two; 0 in an empty bin. */
  borrowStrongest(row: Float32Array, plan: BinPlan): Float32Array;
  /** @param pattern - [H, position + 1] */
  borrowAttended(pattern: Float32Array, request: AttendedRequest): AttendedKeys;
  /**
   * ln Σ exp(logit).
   * @throws RangeError when it is not finite: an intervention drove the model out of range.
   */
  logSumExp(logits: Float32Array): number;
  /**
   * Fills `tokens` with the ids of the largest logits, largest first, the smaller id first where
   * they are equal, and `logprobs` with their log-probabilities. `tokens.length` of them; the
   * vocabulary must not be smaller.
   * @throws RangeError as `logSumExp` does.
   */
  fillTopTokens(
    logits: Float32Array,
    tokens: Int32Array,
    logprobs: Float32Array | Float64Array,
  ): void;
}
