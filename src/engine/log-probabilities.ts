/** Token id and natural logarithm of its probability. */
export type ScoredToken = readonly [token: number, logprob: number];

/**
 * ln Σ exp(logit), in float64, shifted by the largest logit so that nothing overflows.
 * @throws RangeError when the logits are not finite: an intervention drove the model out of range.
 */
export function logSumExp(logits: Float32Array): number {
  let largest = -Infinity;
  for (const logit of logits) {
    if (logit > largest) largest = logit;
  }
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  const result = largest + Math.log(sum);
  if (!Number.isFinite(result)) {
    throw new RangeError(
      'The model’s logits are not finite numbers: undo the change that drove it out of range.',
    );
  }
  return result;
}

/**
 * Fills `tokens` with the ids of the largest logits, largest first, the smaller id first where they
 * are equal, and `logprobs` with their log-probabilities. `tokens.length` of them; the vocabulary
 * must not be smaller.
 */
export function fillTopTokens(
  logits: Float32Array,
  tokens: Int32Array,
  logprobs: Float32Array | Float64Array,
): void {
  const normalizer = logSumExp(logits);
  const count = tokens.length;
  let filled = 0;
  for (let id = 0; id < logits.length; id += 1) {
    const logit = logits[id]!;
    if (filled === count && logit <= logits[tokens[count - 1]!]!) continue;
    let place = filled < count ? filled : count - 1;
    if (filled < count) filled += 1;
    while (place > 0 && logit > logits[tokens[place - 1]!]!) {
      tokens[place] = tokens[place - 1]!;
      place -= 1;
    }
    tokens[place] = id;
  }
  for (let place = 0; place < count; place += 1) {
    logprobs[place] = logits[tokens[place]!]! - normalizer;
  }
}

/** The `count` likeliest tokens, likeliest first. */
export function topTokens(logits: Float32Array, count: number): readonly ScoredToken[] {
  const tokens = new Int32Array(Math.min(count, logits.length));
  const logprobs = new Float64Array(tokens.length);
  fillTopTokens(logits, tokens, logprobs);
  return Array.from(tokens, (token, place) => [token, logprobs[place]!] as const);
}

/** How many tokens come before this one: a larger logit, or the same one and a smaller id. 0 is first. */
export function rankOfToken(logits: Float32Array, token: number): number {
  const own = logits[token]!;
  let before = 0;
  for (let id = 0; id < logits.length; id += 1) {
    if (logits[id]! > own || (logits[id] === own && id < token)) before += 1;
  }
  return before;
}
