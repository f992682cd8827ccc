import type { Target } from '#contract/intent.ts';

/** Beams as drawn: flat arrays, so that thousands can be tested without leaving garbage behind. */
export interface PickableBeams {
  readonly count: number;
  /** `beamCurveLength` numbers each. */
  readonly curves: Float32Array;
  readonly radiiMetres: Float32Array;
  /** Whether a beam is to be seen now: those above the cursor are not. */
  readonly isShown: (index: number) => boolean;
  readonly targetOf: (index: number) => Target;
}
