import type { LayerSite } from '#contract/hook-site.ts';

/**
 * What a site holds, in plain words that the layer's number follows: "the residual stream after
 * layer 3"; where it has a row per head, the head follows: "the query of head 2 of layer 3".
 */
export const siteWords: Readonly<Record<LayerSite, string>> = {
  hook_resid_pre: 'the residual stream before layer',
  'ln1.hook_scale': 'what the stream is divided by before the attention of layer',
  'ln1.hook_normalized': 'what is read by the attention of layer',
  'attn.hook_q': 'the query of',
  'attn.hook_k': 'the key of',
  'attn.hook_v': 'the value handed over of',
  'attn.hook_rot_q': 'the query, turned by its position, of',
  'attn.hook_rot_k': 'the key, turned by its position, of',
  'attn.hook_attn_scores': 'the attention scores of',
  'attn.hook_pattern': 'the attention weights of',
  'attn.hook_z': 'the output of',
  hook_attn_out: 'what is added by the attention of layer',
  hook_resid_mid: 'the residual stream between the storeys of layer',
  'ln2.hook_scale': 'what the stream is divided by before the feed-forward part of layer',
  'ln2.hook_normalized': 'what is read by the feed-forward part of layer',
  'mlp.hook_pre': 'how far the gates open in layer',
  'mlp.hook_pre_linear': 'what would pass the gates of layer',
  'mlp.hook_post': 'what the neurons send on in layer',
  hook_mlp_out: 'what is added by the feed-forward part of layer',
  hook_resid_post: 'the residual stream after layer',
};
