import type { Target } from '#contract/intent.ts';
import type { StoreState } from '#store/read.ts';
import { placeWords } from './hover-place.ts';
import type { HoverModel } from './hover-model.ts';
import { lensTopCount, topLensLayer } from './lens-layers.ts';
import { exactNumber, groupedNumber, listWords, percentWords } from './number-words.ts';
import { predictionsOf, tokenWords, vocabularyWords } from './token-words.ts';

type TargetOf<Kind extends Target['kind']> = Target & { readonly kind: Kind };

export function hoverToken(
  { position }: TargetOf<'token'>,
  state: StoreState,
): HoverModel | undefined {
  const token = state.tokens[position];
  if (!token) return undefined;
  const origin =
    token.from === 'prompt' ? 'is part of the prompt' : 'was written by the model itself';
  return {
    sentence: `${tokenWords(state, position)} ${origin}.`,
    details: [`Its bytes are ${token.bytes}, hex.`],
    name: `tokens[${String(position)}]`,
    value: `id ${String(token.id)}`,
    place: placeWords(state, position),
    status: 'REAL',
    made: token.from === 'prompt' ? 'by the tokenizer' : 'drawn from the prediction before it',
    wants: undefined,
  };
}

export function hoverPrediction(
  { position }: TargetOf<'prediction'>,
  state: StoreState,
): HoverModel | undefined {
  const overview = state.overviews[position];
  if (!overview) return undefined;
  const predictions = predictionsOf(state, overview);
  const [first] = predictions;
  const said = predictions.map(({ words, probability }) => `${words} ${percentWords(probability)}`);
  const written = state.tokens[position + 1];
  return {
    sentence: `After ${tokenWords(state, position)} the model expects ${said[0] ?? 'nothing'}.`,
    details: [
      `Then ${listWords(said.slice(1))}.`,
      ...(written ? [`What follows in this run is ${tokenWords(state, position + 1)}.`] : []),
    ],
    name: `logits[position ${String(position)}]`,
    value: first
      ? `${exactNumber(Math.fround(first.probability))} (log-probability ${exactNumber(first.logprob)})`
      : '',
    place: placeWords(state, position),
    status: 'DERIVED',
    made: 'probability = softmax(logits)',
    wants: undefined,
  };
}

export function hoverLens(
  { position, layer }: TargetOf<'lens'>,
  state: StoreState,
): HoverModel | undefined {
  const lens = state.lenses[position];
  const answer = state.overviews[position]?.predictionToken[0];
  // A model that stops early has no lens above.
  if (!lens || answer === undefined || layer > topLensLayer(lens)) return undefined;
  const top = Array.from({ length: lensTopCount }, (_, place) => {
    const logprob = lens.logprob[layer * lensTopCount + place] ?? -Infinity;
    const id = lens.token[layer * lensTopCount + place] ?? -1;
    return { words: vocabularyWords(state, id), probability: Math.exp(logprob), logprob };
  });
  const [first] = top;
  const rank = (lens.rank[layer] ?? 0) + 1;
  return {
    sentence: `If the model stopped after layer ${String(layer)}, it would say ${first?.words ?? ''} (${percentWords(first?.probability ?? 0)}).`,
    details: [
      `Its final answer ${vocabularyWords(state, answer)} is number ${groupedNumber(rank)} of its list there.`,
      `Then ${listWords(top.slice(1).map(({ words, probability }) => `${words} ${percentWords(probability)}`))}.`,
    ],
    name: `logit lens of blocks.${String(layer)}.hook_resid_post[position ${String(position)}]`,
    value: first
      ? `${exactNumber(Math.fround(first.probability))} (log-probability ${exactNumber(first.logprob)}), rank ${String(rank)}`
      : '',
    place: placeWords(state, position, layer),
    status: 'DERIVED',
    made: 'softmax(W_U · final norm(hook_resid_post))',
    wants: undefined,
  };
}
