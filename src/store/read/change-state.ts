import type { ChangeEntry } from '#contract/change.ts';

/** A list of changes that was sent and is not through yet. */
export interface SentChanges {
  readonly request: number;
  readonly entries: readonly ChangeEntry[];
}

/** The newest of them, and those sent before it that are not answered either, oldest first. */
export interface PendingChanges extends SentChanges {
  readonly earlier?: readonly SentChanges[];
}

/** All that was sent and is not answered, oldest first. */
export function sentChanges(pending: PendingChanges | undefined): readonly SentChanges[] {
  return pending ? [...(pending.earlier ?? []), pending] : [];
}

/** The same as `pendingChanges`; undefined when there are none. */
export function pendingOf(sent: readonly SentChanges[]): PendingChanges | undefined {
  const newest = sent.at(-1);
  if (!newest) return undefined;
  const { request, entries } = newest;
  return { request, entries, earlier: sent.slice(0, -1) };
}

/** What an ablation is tried on: a head, or one beam, of the position asked about. */
export type EffectTest =
  | { readonly kind: 'head'; readonly layer: number; readonly head: number }
  | { readonly kind: 'beam'; readonly layer: number; readonly head: number; readonly key: number };

/** What the model would answer without it. */
export interface EffectResult {
  readonly test: EffectTest;
  /** Change of the answer's log-probability, nats: negative where the answer needs it. */
  readonly nats: number;
  /** What the model would say then, and its log-probability. */
  readonly token: number;
  readonly logprob: number;
}

/** What is known of what heads and beams are worth to one position's answer. */
export interface EffectState {
  readonly request: number;
  /** Of the run they were measured on. */
  readonly branch: number;
  readonly position: number;
  /** Heads first, then beams: the order they are measured in. */
  readonly tests: readonly EffectTest[];
  /** By place in `tests`; undefined while not measured. */
  readonly results: readonly (EffectResult | undefined)[];
  readonly measuredCount: number;
  readonly isMeasuring: boolean;
}

/** What the changes do to the original's answer when they spare the sinks, and when they do not. */
export interface SparedAnswer {
  readonly request: number;
  readonly position: number;
  /** Positions that were spared. */
  readonly sinks: readonly number[];
  /** Log-probability of what the original run answers, with the sinks spared. */
  readonly answerLogprob: number | undefined;
  /** The same under the changes as they are. */
  readonly allAnswerLogprob: number | undefined;
}

/** The list as it will be when everything that was sent is through: what a gesture made now adds to. */
export function wantedChanges({
  pendingChanges,
  changes,
}: {
  readonly pendingChanges: PendingChanges | undefined;
  readonly changes: readonly ChangeEntry[];
}): readonly ChangeEntry[] {
  return pendingChanges?.entries ?? changes;
}
