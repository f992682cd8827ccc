import type { Component } from '#contract/intent.ts';
import type { Layout } from '#contract/view-choice.ts';

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

/** "2 tokens/s". */
export function speedWords(tokensPerSecond: number): string {
  const rounded = Number(tokensPerSecond.toPrecision(2));
  return rounded === 1 ? '1 token/s' : `${String(rounded)} tokens/s`;
}

/** "20 %": the least weight of a drawn beam. */
export function thresholdWords(weight: number): string {
  return `${String(Number((100 * weight).toPrecision(2)))} %`;
}
