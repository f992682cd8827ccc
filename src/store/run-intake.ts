import type { Hello } from '#contract/control-message.ts';
import type { DecodedMessage } from '#contract/decoded-message.ts';
import type { RunExpectation } from './commands.ts';
import type { Notice, RunSource, RunState, StoreState, Topic } from './read.ts';
import { applyToRun, emptyRun, type RunChange } from './run-state.ts';
import type { StateCell } from './state-cell.ts';
import { clampCursor, firstCursor, timelineShape } from './timeline.ts';
import type { ValuesCache } from './values-cache.ts';

/** The door for messages: decides which run they belong to and what becomes of it. */
export interface RunIntake {
  expectRun(expectation: RunExpectation): void;
  applyMessage(message: DecodedMessage, source: RunSource): void;
  awaitTokens(count: number): void;
}

interface IntakeOptions {
  readonly cell: StateCell;
  readonly values: ValuesCache;
  readonly recycle: (texels: Uint8Array<ArrayBuffer>) => void;
}

const everyRunTopic: readonly Topic[] = [
  'run',
  'tokens',
  'overview',
  'lens',
  'values',
  'vocabulary',
  'cursor',
  'selection',
  'progress',
];

/** A run gathered without being shown, until it can take the place of the one it continues. */
interface UnseenRun {
  readonly run: RunState;
  readonly until: number;
}

export function createRunIntake({ cell, values, recycle }: IntakeOptions): RunIntake {
  let expectation: RunExpectation | undefined;
  let unseen: UnseenRun | undefined;
  let rejectionTold = false;

  const recycleRun = (run: RunState): void => {
    for (const overview of run.overviews) if (overview) recycle(overview.texels);
  };
  const dropUnseen = (): void => {
    if (unseen) recycleRun(unseen.run);
    unseen = undefined;
  };
  const show = (run: RunState, next: Partial<StoreState>): void => {
    const sameModel = cell.state.hello?.model.sha256 === run.hello?.model.sha256;
    const vocabulary = sameModel ? cell.state.vocabulary : undefined;
    recycleRun(cell.state);
    values.clear();
    cell.change({ ...run, ...next, vocabulary }, everyRunTopic);
  };
  const begin = (hello: Hello, expected: RunExpectation): void => {
    expectation = undefined;
    rejectionTold = false;
    const run = emptyRun(expected.source, hello);
    const cursor = firstCursor(timelineShape(run));
    if (expected.unseenUntil !== undefined) unseen = { run, until: expected.unseenUntil };
    else show(run, { cursor, selectedPosition: null, awaitedPrompt: undefined });
  };
  const refuse = (text: string, request: number): void => {
    const failedRequests = new Set(cell.state.failedRequests).add(request);
    const notices = cell.noticesWith('error', text);
    cell.change({ notices, failedRequests, awaitedPrompt: undefined }, ['progress', 'notices']);
  };
  const gather = (hidden: UnseenRun, run: RunState): void => {
    unseen = { ...hidden, run };
    if (run.failedRequests.size > 0) dropUnseen();
    if (run.arrivedCount < hidden.until && run.ended === undefined) return;
    unseen = undefined;
    const { cursor, selectedPosition: selected } = cell.state;
    show(run, {
      cursor: clampCursor(cursor, timelineShape(run)),
      selectedPosition: selected !== null && selected < run.tokens.length ? selected : null,
    });
  };
  /** What is to be told beside the run itself: a notice, a rejection counted and told once. */
  const asideOf = (outcome: RunChange): { next: Partial<StoreState>; topics: readonly Topic[] } => {
    const { notice, rejected } = outcome;
    if (notice) return { next: noticeOf(notice.tone, notice.text), topics: ['notices'] };
    if (rejected === undefined) return { next: {}, topics: [] };
    const told = rejectionTold ? {} : noticeOf('warning', `A message was dropped: ${rejected}.`);
    rejectionTold = true;
    return {
      next: { ...told, rejectedCount: cell.state.rejectedCount + 1 },
      topics: ['notices'],
    };
  };
  const noticeOf = (tone: Notice['tone'], text: string): Partial<StoreState> => ({
    notices: cell.noticesWith(tone, text),
  });

  const applyExpected = (message: DecodedMessage, expected: RunExpectation): void => {
    if (message.type !== 'control') return;
    const { message: control } = message;
    if (control.kind !== 'hello' && control.kind !== 'error') return;
    if (expected.request !== 'any' && control.request !== expected.request) return;
    if (control.kind === 'hello') begin(control, expected);
    else refuse(control.message, control.request);
  };
  const applyToCurrent = (message: DecodedMessage, run: RunState): void => {
    if (isStale(run, message)) return;
    if (message.type === 'vocabulary') cell.change({ vocabulary: message }, ['vocabulary']);
    else if (message.type === 'values') {
      if (values.add(message)) cell.change({}, ['values']);
    } else {
      const outcome = applyToRun(run, message);
      if (outcome.replacedTexels) recycle(outcome.replacedTexels);
      const aside = asideOf(outcome);
      const next = unseen ? aside.next : { ...outcome.run, ...aside.next };
      cell.change(next, unseen ? aside.topics : [...outcome.topics, ...aside.topics]);
      if (unseen) gather(unseen, outcome.run);
    }
  };
  return {
    expectRun(next) {
      expectation = next;
      dropUnseen();
      if (next.unseenUntil !== undefined) return;
      cell.change({ prefill: undefined, awaitedTokens: 0 }, ['progress']);
    },
    applyMessage(message, source) {
      if (expectation) {
        if (source === expectation.source) applyExpected(message, expectation);
        return;
      }
      const run = unseen?.run ?? cell.state;
      if (source === run.runSource && run.hello !== undefined) applyToCurrent(message, run);
    },
    awaitTokens(count) {
      if (unseen) {
        const awaitedTokens = unseen.run.awaitedTokens + count;
        unseen = { ...unseen, run: { ...unseen.run, awaitedTokens } };
      } else cell.change({ awaitedTokens: cell.state.awaitedTokens + count }, ['progress']);
    },
  };
}

/**
 * Requests count upwards, so an answer older than the live run's hello belongs to a run before; a
 * hello nobody asked for must not wipe what is shown.
 */
function isStale(run: RunState, message: DecodedMessage): boolean {
  const answer = message.type === 'control' ? message.message : message;
  if ('kind' in answer && answer.kind === 'hello') return true;
  const begun = run.runSource === 'live' ? (run.hello?.request ?? 0) : 0;
  return 'request' in answer && answer.request < begun;
}
