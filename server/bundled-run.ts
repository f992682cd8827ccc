import { bundledPrompt } from '#contract/default-model.ts';
import type { RunToRecord } from '#server/record-run.ts';

/** What the city shows while the weights are on their way. */
export const bundledRun: RunToRecord = {
  prompt: bundledPrompt,
  generatedCount: 16,
  valueSites: ['attn.hook_pattern'],
  // The layer whose head 4 reads “ France”.
  openLayer: {
    layer: 23,
    sites: [
      'attn.hook_q',
      'attn.hook_k',
      'attn.hook_v',
      'attn.hook_attn_scores',
      'attn.hook_z',
      'hook_attn_out',
      'mlp.hook_pre',
      'mlp.hook_pre_linear',
      'mlp.hook_post',
      'hook_mlp_out',
      'hook_resid_post',
    ],
  },
};
