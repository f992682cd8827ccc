import { headScoreText, headScoreTokenCount, repeatedSequence } from '#contract/head-score-text.ts';
import type { Tokenizer } from '#engine/tokenizer.ts';
import type { ScoredText } from '#server/measure-head-scores.ts';

/** SPEC.md, ROLE1. */
export function headScoreTokens(tokenizer: Tokenizer): ScoredText {
  const prose = tokenizer.encode(headScoreText).slice(0, headScoreTokenCount);
  return { prose, repeated: repeatedSequence(prose[0] ?? 0, tokenizer.vocabularySize) };
}
