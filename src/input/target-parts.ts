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

/** Whether two targets name the same thing. */
export function isSameTarget(a: Target, b: Target): boolean {
  const from: Readonly<Record<string, unknown>> = { ...a };
  const to: Readonly<Record<string, unknown>> = { ...b };
  return Object.keys(from).every((part) => from[part] === to[part]);
}
