import { rowShape } from '#contract/hook-site.ts';
import type { Target } from '#contract/intent.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { placeWords } from './hover-place.ts';
import type { HoverModel } from './hover-model.ts';
import { exactNumber } from './number-words.ts';
import { isKeyedSite, ownRow } from './own-row.ts';
import { siteFormulas } from './site-formulas.ts';
import { siteWords } from './site-words.ts';
import { tokenWords } from './token-words.ts';

export type ValueTarget = Target & { readonly kind: 'value' };

/** One single value, exact or not there yet. */
export function hoverValue(target: ValueTarget, store: ReadableStore): HoverModel | undefined {
  const { state } = store;
  const { site, layer, position, index } = target;
  const value = ownRow(store, site, layer, position)?.[index];
  const refusal = store.refusalOf(site, layer, position);
  const part = partWords(target, state);
  const missing = refusal === undefined ? 'on its way' : 'not here';
  const known = value === undefined ? missing : exactNumber(value);
  return {
    sentence: `${part.plain} ${String(layer)} at ${tokenWords(state, position)} is ${known}.`,
    details: refusal === undefined ? [] : [refusal],
    name: valueName(target, part.exact),
    value: value === undefined ? '' : exactNumber(value),
    place: placeWords(state, position, layer),
    status: value === undefined ? 'GUIDE' : 'REAL',
    made: siteFormulas[site],
    wants: value === undefined ? { site, layer, position } : undefined,
  };
}

/** "blocks.25.mlp.hook_post[position 4, neuron 100]". */
export function valueName(
  { site, layer, position }: Pick<ValueTarget, 'site' | 'layer' | 'position'>,
  part: string,
): string {
  return `blocks.${String(layer)}.${site}[position ${String(position)}, ${part}]`;
}

/** What a value of a row is called: plainly, before the layer's number, and by its indices. */
export function partWords(
  { site, position, index }: Pick<ValueTarget, 'site' | 'position' | 'index'>,
  { hello }: StoreState,
): { readonly plain: string; readonly exact: string } {
  const shape = hello ? rowShape(site, hello.model, position + 1) : [1];
  const width = shape.at(-1) ?? 1;
  if (width === 1 && shape.length === 1) {
    return { plain: `The scale, ${siteWords[site]}`, exact: 'value 0' };
  }
  const unit = `${unitOf(site)} ${String(index % width)}`;
  const head = `${isKeyValueSite(site) ? 'key-value head' : 'head'} ${String(Math.floor(index / width))}`;
  return shape.length === 1
    ? { plain: `${capital(unit)} of ${siteWords[site]}`, exact: unit }
    : {
        plain: `${capital(unit)} of ${siteWords[site]} ${head} of layer`,
        exact: `${head}, ${unit}`,
      };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function unitOf(site: ValueTarget['site']): string {
  if (site.startsWith('mlp.')) return 'neuron';
  return isKeyedSite(site) ? 'key' : 'dimension';
}

function isKeyValueSite(site: ValueTarget['site']): boolean {
  return site === 'attn.hook_k' || site === 'attn.hook_v' || site === 'attn.hook_rot_k';
}
