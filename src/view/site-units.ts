import { rowShape, type LayerSite } from '#contract/hook-site.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import type { StoreyName } from '#contract/zoom.ts';

/** What a storey is looked at by when one value of it is asked for: what it computed last by itself. */
export const mainSites: Readonly<Record<StoreyName, LayerSite>> = {
  attention: 'attn.hook_z',
  'feed-forward': 'mlp.hook_post',
};

/** How many values a position's row has at a site; rows over keys end at the position itself. */
export function rowLength(site: LayerSite, model: ModelShape, position: number): number {
  return rowShape(site, model, position + 1).reduce((all, size) => all * size, 1);
}

/** What one value of a row is called. */
export function unitOfSite(site: LayerSite): string {
  if (site.startsWith('mlp.')) return 'neuron';
  if (site === 'attn.hook_pattern' || site === 'attn.hook_attn_scores') return 'key';
  return site.endsWith('hook_scale') ? 'scale' : 'dimension';
}

/** One value of a row by its indices: "neuron 100", "head 4, dimension 12", "key-value head 1, dimension 3". */
export function unitWords(
  site: LayerSite,
  index: number,
  { model, position }: { readonly model: ModelShape; readonly position: number },
): string {
  const shape = rowShape(site, model, position + 1);
  const unit = unitOfSite(site);
  if (shape.length < 2) return `${unit} ${String(index)}`;
  const [groups = 1, width = 1] = shape;
  const isShared = groups === model.kvHeadCount && /hook_(rot_)?[kv]$/.test(site);
  const head = `${isShared ? 'key-value head' : 'head'} ${String(Math.floor(index / width))}`;
  return `${head}, ${unit} ${String(index % width)}`;
}

/** What a site holds, in two words for a list; sentences take theirs from `site-words.ts`. */
export const siteTitles: Readonly<Record<LayerSite, string>> = {
  hook_resid_pre: 'residual before',
  'ln1.hook_scale': 'scale of the norm',
  'ln1.hook_normalized': 'normalised input',
  'attn.hook_q': 'queries',
  'attn.hook_k': 'keys',
  'attn.hook_v': 'values',
  'attn.hook_rot_q': 'queries, turned',
  'attn.hook_rot_k': 'keys, turned',
  'attn.hook_attn_scores': 'scores',
  'attn.hook_pattern': 'weights',
  'attn.hook_z': 'heads’ results',
  hook_attn_out: 'what is added',
  hook_resid_mid: 'residual between',
  'ln2.hook_scale': 'scale of the norm',
  'ln2.hook_normalized': 'normalised input',
  'mlp.hook_pre': 'gate',
  'mlp.hook_pre_linear': 'up',
  'mlp.hook_post': 'neurons',
  hook_mlp_out: 'what is added',
  hook_resid_post: 'residual after',
};
