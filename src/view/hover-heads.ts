import { noKey } from '#contract/overview.ts';
import type { Target } from '#contract/intent.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { actingHeads } from './acting-heads.ts';
import { binRange, exactBinValue, shownBinValue, type BinTarget } from './bin-value.ts';
import { knownForWords, roleWords } from './head-roles.ts';
import { notCause, placeWords, roughWords } from './hover-place.ts';
import type { HoverModel } from './hover-model.ts';
import { exactNumber, listWords, percentWords, roughNumber } from './number-words.ts';
import { exactPatternRow } from './pattern-row.ts';
import { tokenWords } from './token-words.ts';

/** One window: the strongest of some neighbouring numbers. */
export function hoverBin(target: BinTarget, store: ReadableStore): HoverModel | undefined {
  const { state } = store;
  const shown = shownBinValue(state, target);
  if (shown === undefined) return undefined;
  const { site, layer, position } = target;
  const exact = exactBinValue(store, target);
  const names = binNames(target, state);
  const at = exact ? `, ${names.indexOf(exact.index)}` : '';
  const value = exact ? exactNumber(exact.value) : roughNumber(shown);
  return {
    sentence: `The strongest of ${names.members} of ${names.owner} is ${value} at ${tokenWords(state, position)}.`,
    details: exact ? [] : [roughWords(state)],
    name: `blocks.${String(layer)}.${site}[position ${String(position)}${at || `, ${names.span}`}]`,
    value,
    place: placeWords(state, position, layer),
    status: exact ? 'REAL' : 'DERIVED',
    made: `max of ${names.members}, sign kept${exact ? '' : '; from its display code, within 4.7 %'}`,
    wants: exact ? undefined : { site, layer, position },
  };
}

interface BinNames {
  /** "24 neurons". */
  readonly members: string;
  readonly owner: string;
  /** "neurons 600 to 623". */
  readonly span: string;
  readonly indexOf: (rowIndex: number) => string;
}

function binNames(target: BinTarget, state: StoreState): BinNames {
  const { from, to, head, headStart } = binRange(state, target);
  const one = target.site === 'mlp.hook_post' ? 'neuron' : 'dimension';
  const layer = `layer ${String(target.layer)}`;
  const inHead = head === undefined ? '' : `head ${String(head)}, `;
  const span = `${inHead}${one}s ${String(from - headStart)} to ${String(to - 1 - headStart)}`;
  const owners = {
    'attn.hook_z': `head ${String(head)} of ${layer}`,
    'mlp.hook_post': `the feed-forward part of ${layer}`,
    hook_resid_post: `the residual stream after ${layer}`,
  };
  return {
    members: `${String(to - from)} ${one}s`,
    owner: owners[target.site],
    span,
    indexOf: (rowIndex) => `${inHead}${one} ${String(rowIndex - headStart)}`,
  };
}

/** One head: what it reads for one token, strongest first. */
export function hoverHead(
  target: Target & { readonly kind: 'head' },
  store: ReadableStore,
): HoverModel | undefined {
  const { state } = store;
  const { position, layer, head } = target;
  const overview = state.overviews[position];
  if (!overview || !state.hello) return undefined;
  const row = layer * state.hello.model.headCount + head;
  const exactRow = exactPatternRow(store, target);
  const readings = readingsOf(target, state);
  const [first] = readings;
  const weightWords = (key: number, rough: number): string =>
    exactRow ? exactNumber(exactRow[key] ?? 0) : roughNumber(rough);
  const said = readings.map(
    ({ key, weight }) => `${tokenWords(state, key)} ${weightWords(key, weight)}`,
  );
  return {
    sentence: first
      ? `Head ${String(head)} of layer ${String(layer)} reads for ${tokenWords(state, position)} mostly ${tokenWords(state, first.key)}.`
      : `Head ${String(head)} of layer ${String(layer)} reads nothing but sinks and ${tokenWords(state, position)} itself.`,
    details: [
      ...(said.length > 0 ? [`It reads ${listWords(said)}.`] : []),
      `${percentWords(overview.attentionSelf[row] ?? 0)} stays on the token itself, ${percentWords(overview.attentionSink[row] ?? 0)} rests on a sink, ${percentWords(overview.attentionRest[row] ?? 0)} is spread over the rest.`,
      knownForWords(state, layer, head),
      ...actsWords(target, state),
      notCause,
    ],
    name: `blocks.${String(layer)}.attn.hook_pattern[head ${String(head)}, query ${String(position)}]`,
    value: said.join(', '),
    place: placeWords(state, position, layer),
    status: 'REAL',
    made: exactRow ? 'softmax(scores)' : 'softmax(scores), from share codes, within 2.3 %',
    wants: exactRow ? undefined : { site: 'attn.hook_pattern', layer, position },
  };
}

/** What of its possible roles the head does at this token. */
function actsWords(
  { position, layer, head }: Target & { readonly kind: 'head' },
  state: StoreState,
): readonly string[] {
  return actingHeads(state, position)
    .filter((acting) => acting.layer === layer && acting.head === head)
    .map(({ role, weight, key }) =>
      key === undefined
        ? `Rests here on sinks with ${roughNumber(weight)}.`
        : `Acts here as a ${roleWords[role]} head: reads ${tokenWords(state, key)} with ${roughNumber(weight)}.`,
    );
}

/** The strongest keys of one head that are named: at most three. */
function readingsOf(
  { position, layer, head }: Target & { readonly kind: 'head' },
  state: StoreState,
): readonly { readonly key: number; readonly weight: number }[] {
  const overview = state.overviews[position];
  const { topK = 0 } = state.hello?.display ?? {};
  const first = (layer * (state.hello?.model.headCount ?? 0) + head) * topK;
  const keys = Array.from(overview?.attentionKey.subarray(first, first + Math.min(3, topK)) ?? []);
  return keys
    .map((key, place) => ({ key, weight: overview?.attentionWeight[first + place] ?? 0 }))
    .filter(({ key }) => key !== noKey);
}
