import type { Target } from '#contract/intent.ts';

/** The token a thing belongs to: a beam belongs to the one that reads. Undefined for a whole layer. */
export function positionOf(target: Target): number | undefined {
  if (target.kind === 'beam') return target.query;
  return target.kind === 'layer' ? undefined : target.position;
}

/** The layer a thing stands on; undefined for a token's plinth and its prediction. */
export function layerOf(target: Target): number | undefined {
  return target.kind === 'token' || target.kind === 'prediction' ? undefined : target.layer;
}
