import type { DecodedLens } from '#contract/decoded-message.ts';
import { predictionCount } from '#contract/overview.ts';

/** Tokens a lens names for each layer. */
export const lensTopCount = predictionCount;

/** The last layer that has a lens, −1 for none: a model that stops early has none above. */
export function topLensLayer({ token, rank }: Pick<DecodedLens, 'token' | 'rank'>): number {
  let layer = rank.length - 1;
  while (layer >= 0 && (token[layer * lensTopCount] ?? -1) < 0) layer -= 1;
  return layer;
}
