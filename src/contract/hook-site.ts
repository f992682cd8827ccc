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

/** What one position's row at a site counts. */
const rowKinds: Readonly<
  Record<Site, 'one' | 'heads' | 'kvHeads' | 'keys' | 'neurons' | 'vocabulary' | 'width'>
> = {
  hook_embed: 'width',
  hook_resid_pre: 'width',
  'ln1.hook_scale': 'one',
  'ln1.hook_normalized': 'width',
  'attn.hook_q': 'heads',
  'attn.hook_k': 'kvHeads',
  'attn.hook_v': 'kvHeads',
  'attn.hook_rot_q': 'heads',
  'attn.hook_rot_k': 'kvHeads',
  'attn.hook_attn_scores': 'keys',
  'attn.hook_pattern': 'keys',
  'attn.hook_z': 'heads',
  hook_attn_out: 'width',
  hook_resid_mid: 'width',
  'ln2.hook_scale': 'one',
  'ln2.hook_normalized': 'width',
  'mlp.hook_pre': 'neurons',
  'mlp.hook_pre_linear': 'neurons',
  'mlp.hook_post': 'neurons',
  hook_mlp_out: 'width',
  hook_resid_post: 'width',
  'ln_final.hook_scale': 'one',
  'ln_final.hook_normalized': 'width',
  logits: 'vocabulary',
};

/**
 * Shape of one position's row at a site, without the position axis. Scores and patterns have one
 * row per head over `keyCount` keys (positions 0 … query).
 */
export function rowShape(site: Site, shape: ModelShape, keyCount: number): readonly number[] {
  switch (rowKinds[site]) {
    case 'one':
      return [1];
    case 'heads':
      return [shape.headCount, shape.headWidth];
    case 'kvHeads':
      return [shape.kvHeadCount, shape.headWidth];
    case 'keys':
      return [shape.headCount, keyCount];
    case 'neurons':
      return [shape.neuronCount];
    case 'vocabulary':
      return [shape.vocabularySize];
    case 'width':
      return [shape.width];
  }
}
