import { changedOf, comparableCount, originalOf } from '#store/read.ts';
import type { BranchState, RunState } from '#store/read.ts';
import { percentWords } from './number-words.ts';

/** A token's share in one run. Only a run's five likeliest are known; any other has at most the fifth's share. */
export interface KnownShare {
  /** 0 … 100. */
  readonly percent: number;
  /** The token is not among that run's five: its share is this or less. */
  readonly isMost: boolean;
}

/** One token's share in the original and in the changed run. */
export interface PredictionChangeRow {
  readonly id: number;
  readonly text: string;
  readonly before: KnownShare;
  readonly after: KnownShare;
  /**
   * What it gained, percentage points, negative where it lost. Where one share is a bound it gained
   * or lost at least that much; undefined where not even the direction is known.
   */
  readonly points: number | undefined;
}

/** Both runs' five likeliest next tokens, likeliest first. */
export interface PredictionChange {
  /** Of the run without changes. */
  readonly before: readonly PredictionChangeRow[];
  /** Of the changed one. */
  readonly after: readonly PredictionChangeRow[];
}

/**
 * What the changes made of the prediction after a position; undefined where there is no changed run,
 * where one of both has no prediction there yet, or where they have read different texts.
 */
export function predictionChange(
  state: RunState,
  position: number,
  textOf: (id: number) => string,
): PredictionChange | undefined {
  if (position >= comparableCount(state)) return undefined;
  const before = sharesOf(originalOf(state), position);
  const after = sharesOf(changedOf(state), position);
  if (!before || !after) return undefined;
  const rowOf = (id: number): PredictionChangeRow => {
    const [was, is] = [shareIn(before, id), shareIn(after, id)];
    return { id, text: textOf(id), before: was, after: is, points: pointsOf(was, is) };
  };
  return { before: [...before.keys()].map(rowOf), after: [...after.keys()].map(rowOf) };
}

/** "15 %", or "at most 2 %" for a token that is not among the five. */
export function knownShareWords({ percent, isMost }: KnownShare): string {
  const words = percentWords(percent / 100);
  return isMost ? `at most ${words}` : words;
}

/** "+15 points", "at least −75 points"; empty where the direction is not known. */
export function pointsWords({ before, after, points }: PredictionChangeRow): string {
  if (points === undefined) return '';
  const sign = points < 0 ? '−' : '+';
  const size = Math.abs(points);
  const digits = size >= 10 || size === 0 ? 0 : size >= 1 ? 1 : 2;
  const words = `${sign}${size.toFixed(digits)} points`;
  return before.isMost || after.isMost ? `at least ${words}` : words;
}

/** Percentages by token, likeliest first. */
function sharesOf(
  branch: BranchState | undefined,
  position: number,
): ReadonlyMap<number, number> | undefined {
  const overview = branch?.overviews[position];
  if (!overview) return undefined;
  const shares = new Map<number, number>();
  overview.predictionToken.forEach((id, place) => {
    const logprob = overview.predictionLogprob[place] ?? -Infinity;
    if (id >= 0) shares.set(id, 100 * Math.min(1, Math.exp(logprob)));
  });
  return shares.size > 0 ? shares : undefined;
}

function shareIn(shares: ReadonlyMap<number, number>, id: number): KnownShare {
  const known = shares.get(id);
  if (known !== undefined) return { percent: known, isMost: false };
  return { percent: Math.min(...shares.values()), isMost: true };
}

function pointsOf(before: KnownShare, after: KnownShare): number | undefined {
  const points = after.percent - before.percent;
  if (after.isMost && points >= 0) return undefined;
  return before.isMost && points <= 0 ? undefined : points;
}
