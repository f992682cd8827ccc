/**
 * The most likely tokens of a row of logits, likeliest first, smaller id first among equals.
 * Fills `tokens` and `values` (logits), whose length says how many.
 */
export function topTokens(logits: Float32Array, tokens: Int32Array, values: Float64Array): void {
  const last = tokens.length - 1;
  tokens.fill(-1);
  values.fill(-Infinity);
  let smallest = -Infinity;
  for (let token = 0; token < logits.length; token++) {
    const logit = logits[token]!;
    if (!(logit > smallest)) continue;
    let place = last;
    while (place > 0 && values[place - 1]! < logit) {
      values[place] = values[place - 1]!;
      tokens[place] = tokens[place - 1]!;
      place--;
    }
    values[place] = logit;
    tokens[place] = token;
    smallest = values[last]!;
  }
}

/** log Σ exp(logit), the largest logit taken out first so that nothing overflows. */
export function logSumExp(logits: Float32Array, largest: number): number {
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}

/** How many tokens come before `token`: larger logit, or the same and a smaller id. */
export function rankOf(logits: Float32Array, token: number): number {
  const own = logits[token]!;
  let rank = 0;
  for (let other = 0; other < logits.length; other++) {
    const logit = logits[other]!;
    if (logit > own || (logit === own && other < token)) rank++;
  }
  return rank;
}
