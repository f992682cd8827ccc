import type { StoreState } from '#store/read.ts';

/**
 * What one beam really carries (Kobayashi et al. 2020): weight × ‖v · W_O‖ of the key, and what share
 * that is of the residual it is added to, ‖hook_resid_pre‖ of the query.
 */
export interface Carried {
  /** ‖v · W_O‖: what the head would add if all its weight lay on that key. */
  readonly valueNorm: number;
  /** weight × valueNorm. */
  readonly norm: number;
  /** norm / ‖hook_resid_pre‖; not clipped. */
  readonly share: number;
}

/** The share of the residual at which a beam is as thick and bright as beams get. */
export const fullCarriedShare = 0.3;

/** Undefined until what the key's values carry is here, and on layers that were not computed. */
export function carriedBy(
  state: Pick<StoreState, 'hello' | 'overviews' | 'carried'>,
  beam: {
    readonly layer: number;
    readonly head: number;
    readonly query: number;
    readonly key: number;
  },
  weight: number,
): Carried | undefined {
  const { headCount = 0, width = 0 } = state.hello?.model ?? {};
  const valueNorm = state.carried[beam.key]?.norm[beam.layer * headCount + beam.head];
  // The scale of the LayerNorm is the root mean square of what it reads, but for its ε.
  const scale = state.overviews[beam.query]?.lnScale[2 * beam.layer] ?? 0;
  if (valueNorm === undefined || scale === 0) return undefined;
  const norm = weight * valueNorm;
  return { valueNorm, norm, share: norm / (scale * Math.sqrt(width)) };
}
