import type { RowMath } from '#contract/row-math.ts';

/** Token id and natural logarithm of its probability. */
export type ScoredToken = readonly [token: number, logprob: number];

/**
 * The `count` likeliest tokens, likeliest first, the smaller id first among equals.
 * @throws RangeError when the logits are not finite.
 */
export function topTokens(
  rowMath: RowMath,
  logits: Float32Array,
  count: number,
): readonly ScoredToken[] {
  const tokens = new Int32Array(Math.min(count, logits.length));
  const logprobs = new Float64Array(tokens.length);
  rowMath.fillTopTokens(logits, tokens, logprobs);
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
