import type { Precision } from '#contract/model-shape.ts';

/** How far the engine may be from exact arithmetic. "Row" is one position's values at one site. */
export interface Bounds {
  /** Root mean square of a row's errors, over the row's own root mean square. */
  readonly rowRms: number;
  /** Largest error of a row, over the row's root mean square. */
  readonly rowMax: number;
  /** Logits, log-probabilities, lens, attribution: absolute. */
  readonly logit: number;
  /** The first choice must be the same wherever it leads by more. */
  readonly margin: number;
}

export const bounds: Readonly<Record<Precision, Bounds>> = {
  f32: { rowRms: 1e-3, rowMax: 1e-3, logit: 2e-3, margin: 0.01 },
  i16: { rowRms: 1e-3, rowMax: 0.03, logit: 0.02, margin: 0.05 },
};

export interface RowError {
  readonly rms: number;
  readonly max: number;
}

/**
 * Errors of a row over its own root mean square. −∞ must stand in the same places (infinite error
 * otherwise) and is left out of the mean, as are NaN's, which never pass.
 */
export function rowError(seen: ArrayLike<number>, wanted: ArrayLike<number>): RowError {
  if (seen.length !== wanted.length) return { rms: Infinity, max: Infinity };
  let errorSquares = 0;
  let squares = 0;
  let max = 0;
  let count = 0;
  for (let i = 0; i < wanted.length; i += 1) {
    const [a, b] = [seen[i] ?? NaN, wanted[i] ?? NaN];
    if (a === -Infinity && b === -Infinity) continue;
    const error = Math.abs(a - b);
    if (!Number.isFinite(error)) return { rms: Infinity, max: Infinity };
    errorSquares += error ** 2;
    squares += b ** 2;
    max = Math.max(max, error);
    count += 1;
  }
  if (count === 0 || max === 0) return { rms: 0, max: 0 };
  const rowRms = Math.sqrt(squares / count);
  return { rms: Math.sqrt(errorSquares / count) / rowRms, max: max / rowRms };
}

/** Largest difference; infinite for different lengths or a NaN. */
export function largestDifference(seen: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (seen.length !== wanted.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < wanted.length; i += 1) {
    const difference = Math.abs((seen[i] ?? NaN) - (wanted[i] ?? NaN));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}

type Scored = readonly [token: number, logprob: number];

/**
 * How far two lists of likeliest tokens are apart. Where a token is missing from the other, its
 * distance to the last one there counts: nearly equal ones may change places.
 */
export function topDifference(seen: readonly Scored[], wanted: readonly Scored[]): number {
  const last = seen.at(-1)?.[1] ?? NaN;
  const own = new Map(seen);
  const differences = wanted.map(([token, logprob]) =>
    Math.abs((own.get(token) ?? last) - logprob),
  );
  const inOrder = wanted.map(([, logprob], i) => Math.abs((seen[i]?.[1] ?? NaN) - logprob));
  const worst = Math.max(...differences, ...inOrder);
  return Number.isNaN(worst) ? Infinity : worst;
}

/** The two likeliest ids and how far the first leads. */
export function firstChoice(logits: Float32Array): { token: number; margin: number } {
  let first = 0;
  let second = -Infinity;
  for (let id = 1; id < logits.length; id += 1) {
    const logit = logits[id] ?? NaN;
    if (logit > (logits[first] ?? NaN)) {
      second = logits[first] ?? NaN;
      first = id;
    } else if (logit > second) {
      second = logit;
    }
  }
  return { token: first, margin: (logits[first] ?? NaN) - second };
}
