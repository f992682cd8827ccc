import type { Ablation, TearScope } from '#contract/change.ts';
import type { Component } from '#contract/intent.ts';
import type { Layout, LightKind } from '#contract/view-choice.ts';

/** Parts of the picture by the names that switches have. */
export const componentWords: Readonly<Record<Component, string>> = {
  attention: 'Attention storeys',
  'feed-forward': 'Feed-forward storeys',
  residual: 'Residual spines',
  beams: 'Attention beams',
  predictions: 'Predictions and logit lens',
  labels: 'Labels',
  reflections: 'Reflections',
  pulse: 'Pulse of light',
};

export const layoutWords: Readonly<Record<Layout, string>> = {
  avenue: 'Avenue',
  ring: 'Ring',
  blocks: 'Blocks',
};

/** For whom a beam is torn out. */
export const scopeWords: Readonly<Record<TearScope, string>> = {
  this: 'this word alone',
  later: 'and every later word',
};

/** What a layer that is pulled free is replaced by. */
export const ablationWords: Readonly<Record<Ablation, string>> = {
  zero: '× 0',
  mean: 'its calibration mean',
};

/** The two runs kept side by side. */
export const runWords = { original: 'Original', changed: 'Changed' } as const;

export const lightWords: Readonly<Record<LightKind, string>> = {
  activations: 'Activations',
  difference: 'Difference',
};

/** "2 tokens/s". */
export function speedWords(tokensPerSecond: number): string {
  const rounded = Number(tokensPerSecond.toPrecision(2));
  return rounded === 1 ? '1 token/s' : `${String(rounded)} tokens/s`;
}

/** "20 %": the least weight of a drawn beam. */
export function thresholdWords(weight: number): string {
  return `${String(Number((100 * weight).toPrecision(2)))} %`;
}
