import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { Target } from '#contract/intent.ts';
import { againstCosine, washRange } from '#contract/texel-layout.ts';
import type { StoreState } from '#store/read.ts';
import { focusPosition } from './focus-position.ts';
import { placeWords } from './hover-place.ts';
import type { HoverModel } from './hover-model.ts';
import { exactNumber, shortNumber } from './number-words.ts';
import { tokenWords } from './token-words.ts';

type StoreyTarget = Target & { readonly kind: 'attention' | 'feed-forward' };

interface Storey {
  readonly words: string;
  readonly column: 0 | 1;
  readonly output: string;
  readonly residual: string;
  readonly norm: string;
}

const storeys: Readonly<Record<StoreyTarget['kind'], Storey>> = {
  attention: {
    words: 'Attention',
    column: 0,
    output: 'hook_attn_out',
    residual: 'hook_resid_pre',
    norm: 'ln1.hook_scale',
  },
  'feed-forward': {
    words: 'The feed-forward part',
    column: 1,
    output: 'hook_mlp_out',
    residual: 'hook_resid_mid',
    norm: 'ln2.hook_scale',
  },
};

/** What one sub-layer adds to one token, as a ratio of norms. */
export function hoverStorey(target: StoreyTarget, state: StoreState): HoverModel | undefined {
  const { position, layer, kind } = target;
  const overview = state.overviews[position];
  if (!overview) return undefined;
  const { words, column, output, residual, norm } = storeys[kind];
  const ratio = overview.added[layer * 2 + column] ?? 0;
  const cosine = overview.addedCosine[layer * 2 + column] ?? 0;
  const scale = overview.lnScale[layer * 2 + column] ?? 0;
  const block = `blocks.${String(layer)}.`;
  const at = `[position ${String(position)}]`;
  return {
    sentence: `${words} of layer ${String(layer)} adds to ${tokenWords(state, position)} a vector ${shortNumber(ratio)} times as long as what is there.`,
    details: [
      directionWords(cosine),
      ...(ratio > washRange.high
        ? [`Its glow is at the top of the scale, ${String(washRange.high)}.`]
        : []),
      ...(kind === 'attention' ? [attentionWords(overview, layer, state)] : []),
      `Before it reads, the residual is divided by ${exactNumber(scale)} (${block}${norm}).`,
    ],
    name: `‖${block}${output}${at}‖ / ‖${block}${residual}${at}‖`,
    value: exactNumber(ratio),
    place: placeWords(state, position, layer),
    status: 'DERIVED',
    made: 'ratio of two norms of this run',
    wants: undefined,
  };
}

function directionWords(cosine: number): string {
  const measure = `(cosine ${exactNumber(cosine)})`;
  if (cosine < againstCosine) return `Hatched: it takes away from what is there ${measure}.`;
  return cosine > -againstCosine
    ? `It points along what is there ${measure}.`
    : `It points mostly sideways to what is there ${measure}.`;
}

/** Shares over all heads of one layer, in words. */
function attentionWords(overview: DecodedOverview, layer: number, state: StoreState): string {
  const headCount = state.hello?.model.headCount ?? 1;
  const mean = (shares: Float32Array): number => {
    let sum = 0;
    for (let head = 0; head < headCount; head += 1) sum += shares[layer * headCount + head] ?? 0;
    return sum / headCount;
  };
  const [self, sink] = [overview.attentionSelf, overview.attentionSink].map(mean);
  const percent = (share = 0): string => `${(100 * share).toFixed(0)} %`;
  return `Over its ${String(headCount)} heads ${percent(self)} of the weight stays on the token itself and ${percent(sink)} rests on a sink.`;
}

/** A whole layer: what it does to the token one looks at. */
export function hoverLayer(
  { layer }: Target & { readonly kind: 'layer' },
  state: StoreState,
): HoverModel | undefined {
  const position = focusPosition(state);
  const overview = position === undefined ? undefined : state.overviews[position];
  const name = `blocks.${String(layer)}`;
  if (position === undefined || !overview) return undefined;
  const [attention, feedForward] = [overview.added[layer * 2], overview.added[layer * 2 + 1]];
  const cosine = overview.residCosine[layer] ?? 0;
  return {
    sentence: `Layer ${String(layer)} is attention, then feed-forward, for every token.`,
    details: [
      `To ${tokenWords(state, position)} they add ${shortNumber(attention ?? 0)} and ${shortNumber(feedForward ?? 0)} times what is there.`,
      `The residual after it has cosine ${exactNumber(cosine)} to the one before.`,
    ],
    name: `${name}.hook_resid_post`,
    value: `norm ${exactNumber(overview.residNorm[layer] ?? 0)}`,
    place: placeWords(state, position, layer),
    status: 'DERIVED',
    made: '‖hook_resid_post‖',
    wants: undefined,
  };
}
