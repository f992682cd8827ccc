import type { HeadScores } from '#contract/control-message.ts';
import { runFloat64, type Float64Weights } from './float64-pass.ts';

/** Tokens of the two texts (SPEC.md, ROLE1). */
export interface TwoTexts {
  readonly prose: readonly number[];
  readonly repeated: readonly number[];
}

/**
 * Head scores as plainly as SPEC.md's ROLE2 says them, over patterns computed in float64. Shares
 * nothing with the code that measures them.
 */
export function headScores64(
  weights: Float64Weights,
  { prose, repeated }: TwoTexts,
): Omit<HeadScores, 'text'> {
  const proseRun = runFloat64(weights, prose);
  const repeatedRun = runFloat64(weights, repeated);
  const { layerCount, headCount } = weights.shape;
  const perHead = (score: (layer: number, head: number) => number): number[] =>
    Array.from({ length: layerCount * headCount }, (_, index) =>
      score(Math.floor(index / headCount), index % headCount),
    );
  const weight = (
    run: typeof proseRun,
    place: { layer: number; head: number; i: number; j: number },
  ) =>
    run.row('attn.hook_pattern', place.layer, place.i)[place.head * (place.i + 1) + place.j] ?? NaN;
  const norm = (layer: number, position: number): number =>
    Math.hypot(...proseRun.row('hook_resid_pre', layer, position));
  const isSink = (layer: number, j: number, i: number): boolean => {
    const norms = Array.from({ length: i + 1 }, (_, position) => norm(layer, position));
    const median = norms.toSorted((a, b) => a - b)[Math.ceil((i + 1) / 2) - 1] ?? NaN;
    return norm(layer, j) > 10 * median;
  };
  return {
    'previous-token': perHead((layer, head) => {
      const seen: number[] = [];
      for (let i = 1; i < prose.length; i += 1)
        seen.push(weight(proseRun, { layer, head, i, j: i - 1 }));
      return mean(seen);
    }),
    sink: perHead((layer, head) => {
      const seen: number[] = [];
      for (let i = 0; i < prose.length; i += 1) {
        const on: number[] = [];
        for (let j = 0; j < i; j += 1) {
          if (isSink(layer, j, i)) on.push(weight(proseRun, { layer, head, i, j }));
        }
        if (on.length > 0) seen.push(sum(on));
      }
      return mean(seen);
    }),
    duplicate: perHead((layer, head) => {
      const seen: number[] = [];
      for (let i = 0; i < repeated.length; i += 1) {
        const on: number[] = [];
        for (let j = 0; j < i; j += 1) {
          if (repeated[j] === repeated[i]) on.push(weight(repeatedRun, { layer, head, i, j }));
        }
        if (on.length > 0) seen.push(sum(on));
      }
      return mean(seen);
    }),
    induction: perHead((layer, head) => {
      const seen: number[] = [];
      for (let i = 0; i < repeated.length; i += 1) {
        const on: number[] = [];
        for (let j = 1; j < i; j += 1) {
          if (repeated[j - 1] === repeated[i]) on.push(weight(repeatedRun, { layer, head, i, j }));
        }
        if (on.length > 0) seen.push(sum(on));
      }
      return mean(seen);
    }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}
