import type { ProducerMessage } from '#contract/control-message.ts';
import type {
  DecodedDifference,
  DecodedMessage,
  DecodedOverview,
} from '#contract/decoded-message.ts';
import type { BranchState, RunState, StoreState } from './read.ts';
import { pendingOf, sentChanges } from './read/change-state.ts';
import { branchTopics } from './run-topics.ts';
import type { StateCell } from './state-cell.ts';
import { clampCursor, timelineShape } from './timeline.ts';
import type { ValuesCache } from './values-cache.ts';

type BranchMessage = Extract<ProducerMessage, { kind: 'branch' }>;

export interface BranchIntakeOptions {
  readonly cell: StateCell;
  readonly values: ValuesCache;
  readonly recycle: (texels: Uint8Array<ArrayBuffer>) => void;
}

/**
 * Changed runs and the run they were made from (SPEC.md, BR). A new branch is gathered unseen until
 * all its overviews are here, then takes the place of what is shown in one command: a picture is never
 * half changed. Texels that two branches share are left to the garbage collector.
 */
export class BranchIntake {
  readonly #cell: StateCell;
  readonly #values: ValuesCache;
  readonly #recycle: BranchIntakeOptions['recycle'];
  #gathered: { readonly branch: BranchState; readonly request: number } | undefined;

  constructor({ cell, values, recycle }: BranchIntakeOptions) {
    this.#cell = cell;
    this.#values = values;
    this.#recycle = recycle;
  }

  /** Forgets a branch that is gathered: another run begins. */
  drop(): void {
    this.#gathered = undefined;
  }

  /** @returns whether the message was a branch's and is dealt with. */
  take(message: DecodedMessage): boolean {
    if (message.type === 'control') {
      if (message.message.kind !== 'branch') return false;
      this.#begin(message.message);
      return true;
    }
    if (message.type === 'overview' && message.clock.branch === this.#gathered?.branch.branch) {
      this.#gather(message, this.#gathered);
      return true;
    }
    return false;
  }

  #begin(message: BranchMessage): void {
    const { state } = this.#cell;
    const { branch, request, firstPosition } = message;
    const kept = [state, state.beside].find((each) => each?.branch === branch);
    if (kept) {
      this.#show(branchOf(kept), request);
      return;
    }
    const parent = [state, state.beside].find((each) => each?.branch === message.parent) ?? state;
    const { tokens, overviews, lenses, carried } = branchOf(parent);
    const begun: BranchState = {
      branch,
      tokens: tokens.slice(0, message.tokenCount),
      overviews: overviews.slice(0, firstPosition),
      lenses: lenses.slice(0, firstPosition),
      carried: carried.slice(0, firstPosition),
      differences: [],
      arrivedCount: Math.min(firstPosition, parent.arrivedCount),
      ended: undefined,
    };
    if (begun.arrivedCount >= message.tokenCount) this.#show(begun, request);
    else this.#gathered = { branch: begun, request };
  }

  #gather(
    overview: DecodedOverview,
    { branch, request }: { readonly branch: BranchState; readonly request: number },
  ): void {
    const { position } = overview.clock;
    // In order (SPEC.md, BR2); anything else would leave a hole that nobody fills.
    if (position !== branch.arrivedCount || branch.tokens[position]?.id !== overview.clock.token) {
      return;
    }
    const next: BranchState = {
      ...branch,
      overviews: [...branch.overviews, overview],
      arrivedCount: position + 1,
    };
    if (next.arrivedCount < next.tokens.length) this.#gathered = { branch: next, request };
    else {
      this.#gathered = undefined;
      this.#show(next, request);
    }
  }

  /** Puts a branch in the place of the one shown, which is kept beside if it is still one of the pair. */
  #show(shown: BranchState, request: number): void {
    const { state } = this.#cell;
    const before = branchOf(state);
    const sent = sentChanges(state.pendingChanges);
    const at = sent.findIndex((each) => each.request === request);
    const answers = sent[at];
    const run: RunState = {
      ...state,
      ...shown,
      differences: [],
      beside: besideOf(shown, before, state, answers !== undefined),
      // What was sent before it is past: each list is whole.
      ...(answers && {
        changes: answers.entries,
        pendingChanges: pendingOf(sent.slice(at + 1)),
      }),
      spared: answers || !isKnown(state.spared) ? undefined : state.spared,
      effects: state.effects && { ...state.effects, isMeasuring: false },
    };
    const selected = state.selectedPosition;
    this.#values.clear();
    const next: Partial<StoreState> = {
      ...run,
      prefill: undefined,
      cursor: clampCursor(cursorOn(state, run), timelineShape(run)),
      selectedPosition: selected !== null && selected < run.tokens.length ? selected : null,
    };
    this.#cell.change(next, branchTopics);
    this.#recycleAll(before.differences);
  }

  #recycleAll(differences: readonly (DecodedDifference | undefined)[]): void {
    for (const difference of differences) if (difference) this.#recycle(difference.texels);
  }
}

/** The parts of a run that are one branch's own. */
function branchOf(state: BranchState): BranchState {
  const { branch, tokens, overviews, lenses, carried, differences, arrivedCount, ended } = state;
  return { branch, tokens, overviews, lenses, carried, differences, arrivedCount, ended };
}

function isKnown(spared: RunState['spared']): boolean {
  return spared?.answerLogprob !== undefined && spared.allAnswerLogprob !== undefined;
}

/** The other one of the pair: the original beside a changed run; a changed one beside the original only when switched to. */
function besideOf(
  shown: BranchState,
  before: BranchState,
  state: RunState,
  isChange: boolean,
): BranchState | undefined {
  // Without changes there is one run.
  if (shown.branch === 0 && isChange) return undefined;
  if (shown.branch === before.branch) return state.beside;
  if (shown.branch === 0) return { ...before, differences: [] };
  return before.branch === 0 ? before : state.beside;
}

/** What stood at the end of one branch stands at the end of the other. */
function cursorOn(state: StoreState, run: RunState): StoreState['cursor'] {
  const { cursor, arrivedCount } = state;
  const wasAtEnd = cursor.position >= arrivedCount - 1;
  if (!wasAtEnd || run.arrivedCount >= arrivedCount) return cursor;
  return { ...cursor, position: run.arrivedCount - 1, layer: run.hello?.model.layerCount ?? 0 };
}
