import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import { rankOfToken, topTokens, type ScoredToken } from './log-probabilities.ts';

export interface LensLayer {
  readonly layer: number;
  /** Likeliest first. */
  readonly top: readonly ScoredToken[];
  /** How many tokens this layer puts before the answer; 0 when it is its first choice. */
  readonly rank: number;
}

export interface LensRequest {
  readonly position: number;
  /** The token whose rank is told, normally the model's final choice at this position. */
  readonly answer: number;
  /** Tokens told per layer. */
  readonly count: number;
}

/**
 * The logit lens (nostalgebraist 2020): what the model would say if each layer were the last, the
 * final norm's statistics recomputed on that layer's residual. One layer per turn, each about a
 * tenth of a decode step, so that the caller can do other things between; layers that a `stop` left
 * uncomputed are not told.
 */
export function* logitLens(
  pass: ForwardPass,
  branch: Branch,
  request: LensRequest,
): Generator<LensLayer, void, void> {
  const layerCount = computedLayerCount(pass, branch);
  for (let layer = 0; layer < layerCount; layer += 1) {
    const residual = branch.borrowRow('hook_resid_post', layer, request.position);
    const logits = pass.borrowUnembedded(residual);
    yield {
      layer,
      top: topTokens(pass.rowMath, logits, request.count),
      rank: rankOfToken(logits, request.answer),
    };
  }
}

/** Layers that run: all of them, or those up to the lowest `stop`. */
export function computedLayerCount(pass: ForwardPass, branch: Branch): number {
  const stops = branch.interventions.flatMap((entry) => (entry.op === 'stop' ? [entry.layer] : []));
  return Math.min(pass.shape.layerCount, ...stops.map((layer) => layer + 1));
}
