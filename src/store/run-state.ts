import type { Hello, ProducerMessage } from '#contract/control-message.ts';
import type { Clock, DecodedMessage } from '#contract/decoded-message.ts';
import type { BranchState, RunSource, RunState, Topic } from './read.ts';
import { pendingOf, sentChanges } from './read/change-state.ts';

/** What a message did to a run. */
export interface RunChange {
  readonly run: RunState;
  readonly topics: readonly Topic[];
  /** The message broke a rule: why, in words. */
  readonly rejected?: string;
  /** Something the viewer should read. */
  readonly notice?: { readonly tone: 'info' | 'warning' | 'error'; readonly text: string };
  /** Bytes of texels that another message of the same token has replaced. */
  readonly replacedTexels?: Uint8Array<ArrayBuffer>;
}

const emptyBranch: BranchState = {
  branch: 0,
  tokens: [],
  overviews: [],
  lenses: [],
  carried: [],
  differences: [],
  arrivedCount: 0,
  ended: undefined,
};

export function emptyRun(runSource: RunSource, hello?: Hello): RunState {
  return {
    runSource,
    hello,
    ...emptyBranch,
    beside: undefined,
    changes: [],
    pendingChanges: undefined,
    canUndoChange: false,
    canRedoChange: false,
    effects: undefined,
    spared: undefined,
    refusedDirections: new Map(),
    prefill: undefined,
    awaitedTokens: 0,
    tokenRequests: new Set(),
    failedRequests: new Map(),
  };
}

/**
 * Applies a message of this run; hello, values, vocabulary and directions are the store's own business. Pure:
 * the run given is not changed.
 */
export function applyToRun(run: RunState, message: DecodedMessage): RunChange {
  switch (message.type) {
    case 'control':
      return applyControl(run, message.message);
    case 'overview': {
      const misfit = misfitOf(run, message.clock);
      if (misfit !== undefined) return reject(run, `an overview ${misfit}`);
      const { position } = message.clock;
      const earlier = run.overviews[position];
      if (earlier && earlier.clock.step > message.clock.step) {
        return reject(
          run,
          `an overview of position ${String(position)} is older than the one here`,
        );
      }
      const overviews = withItem(run.overviews, position, message);
      const arrived = withArrivals({ ...run, overviews }, new Set());
      return {
        run: arrived,
        topics: arrived.prefill === run.prefill ? ['overview'] : ['overview', 'progress'],
        ...(earlier && { replacedTexels: earlier.texels }),
      };
    }
    case 'lens': {
      const misfit = misfitOf(run, message.clock);
      if (misfit !== undefined) return reject(run, `a lens reading ${misfit}`);
      const lenses = withItem(run.lenses, message.clock.position, message);
      return { run: { ...run, lenses }, topics: ['lens'] };
    }
    case 'carried': {
      const misfit = misfitOf(run, message.clock);
      if (misfit !== undefined) return reject(run, `a message of what heads carry ${misfit}`);
      const carried = withItem(run.carried, message.clock.position, message);
      return { run: { ...run, carried }, topics: ['carried'] };
    }
    case 'difference': {
      const misfit = misfitOf(run, message.clock);
      if (misfit !== undefined) return reject(run, `a message of differences ${misfit}`);
      const { position } = message.clock;
      const earlier = run.differences[position];
      const differences = withItem(run.differences, position, message);
      return {
        run: { ...run, differences },
        topics: ['difference'],
        ...(earlier && { replacedTexels: earlier.texels }),
      };
    }
    case 'rejected':
      return reject(run, message.reason);
    case 'values':
    case 'vocabulary':
    case 'directions':
    case 'effect':
      return { run, topics: [] };
  }
}

function applyControl(run: RunState, message: ProducerMessage): RunChange {
  switch (message.kind) {
    case 'token': {
      const { kind: _, ...token } = message;
      if (token.position !== run.tokens.length) {
        return reject(run, `token ${String(token.position)} came out of order`);
      }
      return { run: { ...run, tokens: [...run.tokens, token] }, topics: ['tokens'] };
    }
    case 'progress': {
      const { layer, position, positionCount } = message;
      return { run: { ...run, prefill: { layer, position, positionCount } }, topics: ['progress'] };
    }
    case 'gap':
      return applyGap(run, message);
    case 'end':
      return {
        run: { ...run, ended: message.reason, awaitedTokens: 0, prefill: undefined },
        topics: ['run', 'progress'],
      };
    case 'error':
      return applyError(run, message);
    case 'hello':
    case 'branch':
      return { run, topics: [] };
  }
}

/** [VAL3] Numbers that cannot be had: whoever shows them says so at their place. */
const unavailableCodes: ReadonlySet<string> = new Set(['not-there', 'not-recorded']);

function applyError(run: RunState, error: ProducerMessage & { kind: 'error' }): RunChange {
  const { request, code, message, fatal } = error;
  const stopsTokens = fatal || run.tokenRequests.has(request);
  const stopsReading = fatal || request === run.hello?.request;
  const stopped = { ...changesStopped(run, error), ...effectsStopped(run, error) };
  const isSaidAtItsPlace =
    unavailableCodes.has(code) && !fatal && Object.keys(stopped).length === 0;
  return {
    run: {
      ...run,
      failedRequests: new Map(run.failedRequests).set(request, message),
      ...(fatal && { ended: message }),
      ...(stopsTokens && { awaitedTokens: 0 }),
      ...(stopsReading && { prefill: undefined }),
      ...stopped,
    },
    topics: ['run', 'progress', 'changes', 'effects'],
    ...(!isSaidAtItsPlace && { notice: { tone: 'error', text: message } }),
  };
}

type Failure = Pick<ProducerMessage & { kind: 'error' }, 'request' | 'fatal'>;

/** Without the changes that failure ends, or empty when it ends none. */
function changesStopped(run: RunState, { request, fatal }: Failure): Partial<RunState> {
  const sent = sentChanges(run.pendingChanges);
  const left = fatal ? [] : sent.filter((each) => each.request !== request);
  if (left.length === sent.length) return {};
  return { pendingChanges: pendingOf(left), prefill: undefined };
}

/** With the measurement that failure ends, or empty when it ends none. */
function effectsStopped({ effects }: RunState, { request, fatal }: Failure): Partial<RunState> {
  if (!effects || (!fatal && effects.request !== request)) return {};
  return { effects: { ...effects, isMeasuring: false } };
}

function applyGap(run: RunState, gap: ProducerMessage & { kind: 'gap' }): RunChange {
  const count = gap.to - gap.from + 1;
  const what = count === 1 ? 'One message' : `${String(count)} messages`;
  const text = `${what} of the tier “${gap.tier}” never came: ${gap.reason}`;
  const notice = { tone: 'warning', text } as const;
  if (gap.tier !== 'overview') return { run, topics: [], notice };
  const missing = new Set<number>();
  for (let position = gap.from; position <= gap.to && position < run.tokens.length; position += 1) {
    missing.add(position);
  }
  return { run: withArrivals(run, missing), topics: ['overview', 'progress'], notice };
}

/** Counts on from what had arrived; tokens whose overview is new or declared missing are arrivals. */
function withArrivals(run: RunState, missing: ReadonlySet<number>): RunState {
  let arrivedCount = run.arrivedCount;
  while (run.overviews[arrivedCount] !== undefined || missing.has(arrivedCount)) arrivedCount += 1;
  if (arrivedCount === run.arrivedCount) return run;
  const promptTokenCount = run.hello?.run.promptTokenCount ?? 0;
  const before = Math.max(run.arrivedCount, promptTokenCount);
  const generated = Math.max(0, arrivedCount - before);
  return {
    ...run,
    arrivedCount,
    awaitedTokens: Math.max(0, run.awaitedTokens - generated),
    prefill: arrivedCount >= promptTokenCount ? undefined : run.prefill,
  };
}

/** Why a message of that clock does not belong to the run, or undefined when it does. */
function misfitOf(run: RunState, clock: Clock): string | undefined {
  // What two branches share is known by the clock of the one that computed it.
  const isShared = run.overviews[clock.position]?.clock.step === clock.step;
  if (clock.branch !== run.branch && !isShared)
    return `belongs to branch ${String(clock.branch)}, which is not shown`;
  const token = run.tokens[clock.position];
  if (token === undefined) return `came for position ${String(clock.position)}, which has no token`;
  if (token.id !== clock.token) {
    return `names token ${String(clock.token)} at position ${String(clock.position)}, which is token ${String(token.id)}`;
  }
  return undefined;
}

function reject(run: RunState, rejected: string): RunChange {
  return { run, topics: [], rejected };
}

/** A copy with one item set; holes before it are undefined. */
function withItem<T>(items: readonly (T | undefined)[], index: number, item: T): (T | undefined)[] {
  const copy = Array.from<T | undefined>({ length: Math.max(items.length, index + 1) });
  for (const [at, old] of items.entries()) copy[at] = old;
  copy[index] = item;
  return copy;
}
