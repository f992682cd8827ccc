import { rowShape } from '#contract/hook-site.ts';
import type { Target } from '#contract/intent.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { placeWords } from './hover-place.ts';
import type { HoverModel } from './hover-model.ts';
import { exactNumber } from './number-words.ts';
import { tokenWords } from './token-words.ts';

export type ValueTarget = Target & { readonly kind: 'value' };

/** One single value, exact or not there yet. */
export function hoverValue(target: ValueTarget, store: ReadableStore): HoverModel | undefined {
  const { state } = store;
  const { site, layer, position, index } = target;
  const value = store.valuesOf(site, layer, position)?.data[index];
  const refusal = store.refusalOf(site, layer, position);
  const part = partWords(target, state);
  const known = value === undefined ? (refusal ?? 'its number is on its way') : exactNumber(value);
  return {
    sentence: `${part.plain} of layer ${String(layer)} at ${tokenWords(state, position)}: ${known}${value === undefined && refusal !== undefined ? '' : '.'}`,
    details: [],
    name: `blocks.${String(layer)}.${site}[position ${String(position)}, ${part.exact}]`,
    value: value === undefined ? '' : exactNumber(value),
    place: placeWords(state, position, layer),
    status: value === undefined ? 'GUIDE' : 'REAL',
    made: '',
    wants: value === undefined ? { site, layer, position } : undefined,
  };
}

/** What a value of a row is called: plainly, and by its indices. */
function partWords(
  { site, position, index }: ValueTarget,
  { hello }: StoreState,
): { readonly plain: string; readonly exact: string } {
  const shape = hello ? rowShape(site, hello.model, position + 1) : [1];
  const [groups = 1, width = 1] = shape.length > 1 ? shape : [1, shape[0] ?? 1];
  const unit = unitOf(site);
  const within = String(index % width);
  if (groups === 1 && shape.length === 1) {
    if (width === 1) return { plain: `The scale ${site}`, exact: 'value 0' };
    return { plain: `The ${unit} ${within} of ${site}`, exact: `${unit} ${within}` };
  }
  const head = `${isKeyValueSite(site) ? 'key-value head' : 'head'} ${String(Math.floor(index / width))}`;
  return {
    plain: `The ${unit} ${within} of ${head} of ${site}`,
    exact: `${head}, ${unit} ${within}`,
  };
}

function unitOf(site: ValueTarget['site']): string {
  if (site.startsWith('mlp.')) return 'neuron';
  return site === 'attn.hook_pattern' || site === 'attn.hook_attn_scores' ? 'key' : 'dimension';
}

function isKeyValueSite(site: ValueTarget['site']): boolean {
  return site === 'attn.hook_k' || site === 'attn.hook_v' || site === 'attn.hook_rot_k';
}
