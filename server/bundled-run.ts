import { bundledPrompt } from '#contract/default-model.ts';
import type { RunToRecord } from '#server/record-run.ts';

/** What the city shows while the weights are on their way. */
export const bundledRun: RunToRecord = {
  prompt: bundledPrompt,
  generatedCount: 16,
  valueSites: ['attn.hook_pattern'],
};
