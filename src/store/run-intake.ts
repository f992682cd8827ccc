import type { Hello, ProducerMessage } from '#contract/control-message.ts';
import type { DecodedMessage } from '#contract/decoded-message.ts';
import { BranchIntake } from './branch-intake.ts';
import type { RunExpectation } from './commands.ts';
import { applyEffect } from './effect-intake.ts';
import { initialState } from './initial-state.ts';
import { withDirections } from './neuron-directions.ts';
import type { RunSource, RunState, StoreState, Topic } from './read.ts';
import { applyToRun, emptyRun, type RunChange } from './run-state.ts';
import { runTopics } from './run-topics.ts';
import type { StateCell } from './state-cell.ts';
import { clampCursor, firstCursor, timelineShape } from './timeline.ts';
import type { ValuesCache } from './values-cache.ts';

/** More than any producer has under way once it is told to begin another run. */
const heldBackLimit = 256;

/** A run gathered without being shown, until it can take the place of the one it continues. */
interface UnseenRun {
  readonly run: RunState;
  readonly until: number;
}

export interface RunIntakeOptions {
  readonly cell: StateCell;
  readonly values: ValuesCache;
  readonly recycle: (texels: Uint8Array<ArrayBuffer>) => void;
}

/** The door for messages: decides which run they belong to and what becomes of it. */
export class RunIntake {
  readonly #cell: StateCell;
  readonly #values: ValuesCache;
  readonly #recycle: (texels: Uint8Array<ArrayBuffer>) => void;
  #expectation: RunExpectation | undefined;
  #unseen: UnseenRun | undefined;
  readonly #branches: BranchIntake;
  #rejectionTold = false;
  #heldBack: DecodedMessage[] = [];

  constructor({ cell, values, recycle }: RunIntakeOptions) {
    this.#cell = cell;
    this.#values = values;
    this.#recycle = recycle;
    this.#branches = new BranchIntake({ cell, values, recycle });
  }

  expectRun(expectation: RunExpectation): void {
    this.#expectation = expectation;
    this.#dropUnseen();
    if (expectation.unseenUntil !== undefined) return;
    this.#cell.change({ prefill: undefined, awaitedTokens: 0 }, ['progress']);
  }

  applyMessage(message: DecodedMessage, source: RunSource): void {
    const expected = this.#expectation;
    if (expected) {
      if (source === expected.source && this.#applyAnswer(message, expected)) return;
      // A run that is to be continued goes on until the one that continues it takes its place.
      if (expected.unseenUntil === undefined) this.#holdBack(message, source);
      else this.#applyToShown(message, source);
    } else if (this.#unseen?.run.runSource === source) this.#applyToUnseen(message, this.#unseen);
    else this.#applyToShown(message, source);
  }

  /** Counts tokens asked for, of the run shown or of the one gathered unseen. */
  awaitTokens(count: number, request: number): void {
    const run = this.#unseen?.run ?? this.#cell.state;
    const awaitedTokens = run.awaitedTokens + count;
    const tokenRequests = new Set(run.tokenRequests).add(request);
    if (this.#unseen) {
      this.#unseen = { ...this.#unseen, run: { ...run, awaitedTokens, tokenRequests } };
    } else this.#cell.change({ awaitedTokens, tokenRequests }, ['progress']);
  }

  /** True when the message was what answers the expectation. */
  #applyAnswer(message: DecodedMessage, expected: RunExpectation): boolean {
    if (message.type !== 'control') return false;
    const { message: control } = message;
    if (control.kind !== 'hello' && control.kind !== 'error') return false;
    const answers = expected.request === 'any' || control.request === expected.request;
    if (control.kind === 'hello' && answers) this.#begin(control, expected);
    else if (control.kind === 'error' && (answers || control.fatal))
      this.#refuse(control, expected);
    else return false;
    return true;
  }

  /** [MSG5] What comes before the answer is the old run's: needed only if the new one is refused. */
  #holdBack(message: DecodedMessage, source: RunSource): void {
    if (source !== this.#cell.state.runSource || this.#heldBack.length >= heldBackLimit) return;
    this.#heldBack.push(message);
  }

  #takeHeldBack(): readonly DecodedMessage[] {
    const held = this.#heldBack;
    this.#heldBack = [];
    return held;
  }

  #begin(hello: Hello, expected: RunExpectation): void {
    this.#expectation = undefined;
    this.#rejectionTold = false;
    for (const message of this.#takeHeldBack()) {
      if (message.type === 'overview') this.#recycle(message.texels);
    }
    const run = emptyRun(expected.source, hello);
    const cursor = firstCursor(timelineShape(run));
    if (expected.unseenUntil !== undefined) this.#unseen = { run, until: expected.unseenUntil };
    else {
      // A recording answers nobody's prompt.
      const prompt = expected.request === 'any' ? this.#cell.state.awaitedPrompt : undefined;
      this.#show(run, { cursor, selectedPosition: null, awaitedPrompt: prompt });
    }
  }

  #refuse(error: ProducerMessage & { kind: 'error' }, expected: RunExpectation): void {
    this.#expectation = undefined;
    // An error that ends the connection names no request, and still answers this one.
    const request = expected.request === 'any' ? error.request : expected.request;
    const failedRequests = new Map(this.#cell.state.failedRequests).set(request, error.message);
    const notices = this.#cell.noticesWith('error', error.message);
    const next = { notices, failedRequests, awaitedPrompt: undefined };
    this.#cell.change(next, ['progress', 'notices']);
    const { runSource } = this.#cell.state;
    for (const message of this.#takeHeldBack()) this.#applyToShown(message, runSource);
  }

  /** Puts a run in place of the one shown and drops everything the old one brought. */
  #show(run: RunState, next: Partial<StoreState>): void {
    const { hello, overviews, vocabulary, directions } = this.#cell.state;
    this.#branches.drop();
    const isSameModel = hello?.model.sha256 === run.hello?.model.sha256;
    const { vocabulary: noVocabulary, directions: noDirections } = initialState;
    const ofModel = isSameModel
      ? { vocabulary, directions }
      : { vocabulary: noVocabulary, directions: noDirections };
    this.#values.clear();
    this.#cell.change({ ...run, ...next, ...ofModel }, runTopics);
    this.#recycleAll(overviews);
  }

  #applyToShown(message: DecodedMessage, source: RunSource): void {
    const { state } = this.#cell;
    if (source !== state.runSource || state.hello === undefined || isStale(state, message)) return;
    if (this.#branches.take(message)) return;
    if (message.type === 'vocabulary') {
      this.#cell.change({ vocabulary: message }, ['vocabulary']);
    } else if (message.type === 'directions') {
      const directions = withDirections(state.directions, message);
      this.#cell.change({ directions }, ['directions']);
    } else if (message.type === 'effect') {
      const taken = applyEffect(state, message);
      if (taken) this.#cell.change(taken.next, taken.topics);
    } else if (message.type === 'values') {
      if (message.clock.branch !== state.branch) return;
      if (this.#values.add(message)) this.#cell.change({}, ['values']);
    } else {
      const outcome = applyToRun(state, message);
      const aside = this.#asideOf(outcome);
      const topics = [...outcome.topics, ...aside.topics];
      this.#cell.change({ ...outcome.run, ...aside.next }, topics);
      if (outcome.replacedTexels) this.#recycle(outcome.replacedTexels);
    }
  }

  #applyToUnseen(message: DecodedMessage, { run: before, until }: UnseenRun): void {
    if (isStale(before, message)) return;
    const outcome = applyToRun(before, message);
    const { run } = outcome;
    this.#unseen = { run, until };
    const aside = this.#asideOf(outcome);
    this.#cell.change(aside.next, aside.topics);
    if (outcome.replacedTexels) this.#recycle(outcome.replacedTexels);
    if (run.failedRequests.size > 0) {
      this.#dropUnseen();
      const request = run.hello?.request ?? 0;
      const [sentence = ''] = run.failedRequests.values();
      const failedRequests = new Map(this.#cell.state.failedRequests).set(request, sentence);
      this.#cell.change({ failedRequests }, ['run']);
    } else if (run.arrivedCount >= until || run.ended !== undefined) {
      this.#unseen = undefined;
      const { cursor, selectedPosition: selected } = this.#cell.state;
      this.#show(run, {
        cursor: clampCursor(cursor, timelineShape(run)),
        selectedPosition: selected !== null && selected < run.tokens.length ? selected : null,
      });
    }
  }

  #dropUnseen(): void {
    this.#recycleAll(this.#unseen?.run.overviews ?? []);
    this.#unseen = undefined;
  }

  #recycleAll(overviews: RunState['overviews']): void {
    for (const overview of overviews) if (overview) this.#recycle(overview.texels);
  }

  /** What is told beside the run itself: a notice; a rejection, counted, in words the first time. */
  #asideOf({ notice, rejected }: RunChange): Aside {
    if (notice) {
      const notices = this.#cell.noticesWith(notice.tone, notice.text);
      return { next: { notices }, topics: ['notices'] };
    }
    if (rejected === undefined) return { next: {}, topics: [] };
    const { notices: before, rejectedCount } = this.#cell.state;
    const text = `A message was dropped: ${rejected}.`;
    const notices = this.#rejectionTold ? before : this.#cell.noticesWith('warning', text);
    this.#rejectionTold = true;
    return { next: { notices, rejectedCount: rejectedCount + 1 }, topics: ['notices'] };
  }
}

interface Aside {
  readonly next: Partial<StoreState>;
  readonly topics: readonly Topic[];
}

/**
 * Requests count upwards, so an answer older than the live run's hello belongs to a run before; 0
 * answers nobody. A hello nobody asked for must not wipe what is shown.
 */
function isStale(run: RunState, message: DecodedMessage): boolean {
  const answer = message.type === 'control' ? message.message : message;
  if ('kind' in answer && answer.kind === 'hello') return true;
  if (!('request' in answer) || answer.request === 0 || run.runSource !== 'live') return false;
  return answer.request < (run.hello?.request ?? 0);
}
