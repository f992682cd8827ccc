import type { Target } from '#contract/intent.ts';
import { noKey } from '#contract/overview.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { keyWords } from './change-words.ts';
import { carriedBy } from './carried-strength.ts';
import { notCause, placeWords, roughWords } from './hover-place.ts';
import type { HoverModel } from './hover-model.ts';
import { exactNumber, percentWords, roughNumber, shortNumber } from './number-words.ts';
import { exactPatternRow } from './pattern-row.ts';
import { sinkPosition } from '#store/read/sink-position.ts';
import { tokenWords } from './token-words.ts';

type BeamTarget = Target & { readonly kind: 'beam' };

/** One attention weight. */
export function hoverBeam(target: BeamTarget, store: ReadableStore): HoverModel | undefined {
  const { state } = store;
  const { layer, head, query, key } = target;
  const exact = exactPatternRow(store, { layer, head, position: query })?.[key];
  const rough = roughWeight(target, state);
  const weight = exact ?? rough?.weight;
  if (weight === undefined) return undefined;
  const value = exact === undefined ? roughNumber(weight) : exactNumber(exact);
  return {
    sentence: `Head ${String(head)} of layer ${String(layer)} gives ${percentWords(weight)} of what ${tokenWords(state, query)} reads to ${keyWords(state, query, key)}.`,
    details: [
      ...(rough?.isSink === true ? [sinkWords(tokenWords(state, key))] : []),
      ...carriedWords(target, state, { weight, isExact: exact !== undefined }),
      ...(exact === undefined ? [roughWords(state)] : []),
      notCause,
    ],
    name: `blocks.${String(layer)}.attn.hook_pattern[head ${String(head)}, query ${String(query)}, key ${String(key)}]`,
    value,
    place: `${placeWords(state, query, layer)} · from token ${String(key)} ${tokenWords(state, key)}`,
    status: 'REAL',
    made: exact === undefined ? 'softmax(scores), from a share code' : 'softmax(scores)',
    wants: exact === undefined ? { site: 'attn.hook_pattern', layer, position: query } : undefined,
  };
}

function sinkWords(key: string): string {
  return `${key} is a sink, a position heads park their weight on; its beam is drawn with what rests on all sinks together.`;
}

/** What the beam carries, where that is known; asked for, where it is not. */
function carriedWords(
  target: BeamTarget,
  state: StoreState,
  { weight, isExact }: { readonly weight: number; readonly isExact: boolean },
): readonly string[] {
  const carried = carriedBy(state, target, weight);
  if (carried) {
    const rough = isExact ? '' : '≈ ';
    const [first, value, norm, share] = [
      weight,
      carried.valueNorm,
      carried.norm,
      carried.share,
    ].map(shortNumber);
    return [
      `It carries ${rough}${norm ?? ''}: weight ${rough}${first ?? ''} × ‖v·W_O‖ ${value ?? ''}, ${rough}${share ?? ''} of the length of the residual it is added to (DERIVED; Kobayashi et al. 2020).`,
    ];
  }
  if (state.settings.beamStrength !== 'carried') return [];
  return [
    state.hello?.tiers.includes('carried') === true
      ? 'What it carries is not here yet: it is drawn as a grey thread.'
      : 'What it carries is not recorded: it is drawn as a grey thread.',
  ];
}

/** What the overview tells of the weight, ±2.3 %. */
function roughWeight(
  { layer, head, query, key }: BeamTarget,
  state: StoreState,
): { readonly weight: number; readonly isSink: boolean } | undefined {
  const overview = state.overviews[query];
  if (!overview || !state.hello) return undefined;
  const row = layer * state.hello.model.headCount + head;
  if (key === query) return { weight: overview.attentionSelf[row] ?? 0, isSink: false };
  const { topK } = state.hello.display;
  for (let place = row * topK; place < (row + 1) * topK; place += 1) {
    if (overview.attentionKey[place] === key && key !== noKey) {
      return { weight: overview.attentionWeight[place] ?? 0, isSink: false };
    }
  }
  if (sinkPosition(state, layer, query) !== key) return undefined;
  return { weight: overview.attentionSink[row] ?? 0, isSink: true };
}
