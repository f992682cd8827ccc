import type { LayerSite } from '#contract/hook-site.ts';

/** How the model computes what stands at each site, in the order of a step; ⊙ is value by value. */
export const siteFormulas: Readonly<Record<LayerSite, string>> = {
  hook_resid_pre: 'the residual stream as the layer finds it',
  'ln1.hook_scale': '√(mean square of hook_resid_pre + 10⁻⁵)',
  'ln1.hook_normalized': 'hook_resid_pre / ln1.hook_scale',
  'attn.hook_q': 'W_Q · (gain ⊙ ln1.hook_normalized)',
  'attn.hook_k': 'W_K · (gain ⊙ ln1.hook_normalized)',
  'attn.hook_v': 'W_V · (gain ⊙ ln1.hook_normalized)',
  'attn.hook_rot_q': 'hook_q turned by its position (rotary embedding)',
  'attn.hook_rot_k': 'hook_k turned by its position (rotary embedding)',
  'attn.hook_attn_scores': 'hook_rot_q · hook_rot_k of the key / √head width',
  'attn.hook_pattern': 'softmax(scores) over the keys',
  'attn.hook_z': 'sum over the keys of weight × hook_v',
  hook_attn_out: 'W_O · hook_z of all heads',
  hook_resid_mid: 'hook_resid_pre + hook_attn_out',
  'ln2.hook_scale': '√(mean square of hook_resid_mid + 10⁻⁵)',
  'ln2.hook_normalized': 'hook_resid_mid / ln2.hook_scale',
  'mlp.hook_pre': 'W_gate · (gain ⊙ ln2.hook_normalized)',
  'mlp.hook_pre_linear': 'W_up · (gain ⊙ ln2.hook_normalized)',
  'mlp.hook_post': 'silu(hook_pre) × hook_pre_linear',
  hook_mlp_out: 'W_down · hook_post',
  hook_resid_post: 'hook_resid_mid + hook_mlp_out',
};
