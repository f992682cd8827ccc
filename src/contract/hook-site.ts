import type { ModelShape } from './model-shape.ts';

/**
 * Places inside one layer where the forward pass can be read and changed, in the order in which a
 * step passes them. TransformerLens names without their `blocks.{layer}.` prefix; raw Hugging Face
 * numerics (no folded LayerNorm, no centring).
 */
export const layerSites = [
  'hook_resid_pre',
  'ln1.hook_scale',
  'ln1.hook_normalized',
  'attn.hook_q',
  'attn.hook_k',
  'attn.hook_v',
  'attn.hook_rot_q',
  'attn.hook_rot_k',
  'attn.hook_attn_scores',
  'attn.hook_pattern',
  'attn.hook_z',
  'hook_attn_out',
  'hook_resid_mid',
  'ln2.hook_scale',
  'ln2.hook_normalized',
  'mlp.hook_pre',
  'mlp.hook_pre_linear',
  'mlp.hook_post',
  'hook_mlp_out',
  'hook_resid_post',
] as const;
export type LayerSite = (typeof layerSites)[number];

/** Sites outside the layers. `logits` is the unembedding's output. */
export const modelSites = [
  'hook_embed',
  'ln_final.hook_scale',
  'ln_final.hook_normalized',
  'logits',
] as const;
export type ModelSite = (typeof modelSites)[number];

export type Site = LayerSite | ModelSite;

/** Full name as TransformerLens writes it: `blocks.6.attn.hook_k`, or the bare name outside the layers. */
export function siteName(site: Site, layer: number): string {
  return isModelSite(site) ? site : `blocks.${String(layer)}.${site}`;
}

/** The reverse of `siteName`; a site outside the layers has layer 0. Undefined for any other string. */
export function parseSiteName(name: string): { site: Site; layer: number } | undefined {
  const known = (list: readonly string[], site: string): boolean => list.includes(site);
  if (known(modelSites, name)) return { site: name as Site, layer: 0 };
  const [, layer, site] = /^blocks\.(0|[1-9]\d{0,3})\.(.+)$/.exec(name) ?? [];
  if (layer === undefined || site === undefined || !known(layerSites, site)) return undefined;
  return { site: site as Site, layer: Number(layer) };
}

export function isModelSite(site: Site): site is ModelSite {
  return (modelSites as readonly string[]).includes(site);
}

/**
 * Shape of one position's row at a site, without the position axis. Scores and patterns have one
 * row per head over `keyCount` keys (positions 0 … query).
 */
export function rowShape(site: Site, shape: ModelShape, keyCount: number): readonly number[] {
  switch (site) {
    case 'ln1.hook_scale':
    case 'ln2.hook_scale':
    case 'ln_final.hook_scale':
      return [1];
    case 'attn.hook_q':
    case 'attn.hook_rot_q':
    case 'attn.hook_z':
      return [shape.headCount, shape.headWidth];
    case 'attn.hook_k':
    case 'attn.hook_v':
    case 'attn.hook_rot_k':
      return [shape.kvHeadCount, shape.headWidth];
    case 'attn.hook_attn_scores':
    case 'attn.hook_pattern':
      return [shape.headCount, keyCount];
    case 'mlp.hook_pre':
    case 'mlp.hook_pre_linear':
    case 'mlp.hook_post':
      return [shape.neuronCount];
    case 'logits':
      return [shape.vocabularySize];
    default:
      return [shape.width];
  }
}
