import type { DecodedOverview } from '#contract/decoded-message.ts';
import { visibleText } from '#kit/visible-text.ts';
import { vocabularyText } from '#kit/vocabulary-text.ts';
import type { StoreState } from '#store/read.ts';

/** One of the likeliest next tokens. */
export interface Prediction {
  readonly id: number;
  /** Its text as `visibleText` writes it; its number where that is not known. */
  readonly text: string;
  /** Quoted, as `quotedToken` writes it. */
  readonly words: string;
  /** 0 … 1. */
  readonly probability: number;
  /** Natural logarithm of the probability, as the model gave it. */
  readonly logprob: number;
}

/** A position's token in quotes, invisible characters made visible: “␣France”. */
export function tokenWords(state: StoreState, position: number): string {
  const token = state.tokens[position];
  return token ? quotedToken(visibleText(token.text, token.bytes)) : `token ${String(position)}`;
}

/** Any token of the vocabulary in quotes; its number where its text is not known. */
export function vocabularyWords(state: StoreState, id: number): string {
  return wordsOf(id, knownText(state, id));
}

function wordsOf(id: number, text: string | undefined): string {
  return text === undefined ? `token #${String(id)}` : quotedToken(text);
}

/** From the vocabulary or, before that is here, from a token of the run. */
function knownText({ vocabulary, tokens }: StoreState, id: number): string | undefined {
  const known = vocabulary && vocabularyText(vocabulary, id);
  if (known !== undefined) return known;
  const token = tokens.find((each) => each.id === id);
  return token && visibleText(token.text, token.bytes);
}

/** The likeliest next tokens after an overview's position, likeliest first. */
export function predictionsOf(state: StoreState, overview: DecodedOverview): readonly Prediction[] {
  return Array.from(overview.predictionToken, (id, place) => {
    const logprob = overview.predictionLogprob[place] ?? -Infinity;
    const probability = Math.min(1, Math.exp(logprob));
    const text = knownText(state, id);
    return { id, text: text ?? `#${String(id)}`, words: wordsOf(id, text), probability, logprob };
  });
}

/** Scripts written from right to left, whose text would turn the sentence around it. */
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Right-to-left text stands between isolates, so that it moves nothing but itself. */
export function quotedToken(visible: string): string {
  const text = rightToLeft.test(visible) ? `\u2068${visible}\u2069` : visible;
  return `“${text}”`;
}
