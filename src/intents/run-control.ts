import { shownTokenLimit } from '#contract/control-message.ts';
import type { StoreState } from '#store/read.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';
import { promptFault, quotedPrompt } from './prompt-fault.ts';

interface Prompt {
  readonly text: string;
  readonly chat: boolean;
}

/** Whether the run shown can take another token: now, once something is ready, or not, and why. */
export type Growth =
  | { readonly kind: 'now' }
  | { readonly kind: 'soon' }
  | { readonly kind: 'never'; readonly reason: string };

/** At most so many tokens are asked for and not yet arrived. */
const outstandingLimit = 2;

/** Begins runs, asks for tokens, and moves a recorded run over to the live model. */
export class RunControl {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;
  /** Submitted before the model was ready; the newest one wins. */
  #waiting: Prompt | undefined;
  /** The live run asked for last, if it was to continue the recorded one unseen. */
  #continuation: number | undefined;
  /** The live run asked for last, if its hello is still to come. */
  #submitted: number | undefined;
  #newestRefusal = 0;
  #isReadingStopped = false;

  constructor(world: InterpreterWorld, requests: RequestCounter) {
    this.#world = world;
    this.#requests = requests;
  }

  /** A submitted prompt has not become a run yet. */
  get isAwaitingRun(): boolean {
    return this.#waiting !== undefined || this.#submitted !== undefined;
  }

  /** Whether that run took the recorded one's place, rather than answering a submitted prompt. */
  isContinuation({ runSource, hello }: StoreState): boolean {
    return runSource === 'live' && hello?.request === this.#continuation;
  }

  startRecording(): void {
    this.#world.commands.expectRun({ request: 'any', source: 'recording' });
    this.#world.playRecording();
  }

  /** @returns whether the prompt was taken; if not, a notice says why. */
  submit(text: string, chat: boolean): boolean {
    const { commands, store } = this.#world;
    const fault = promptFault(text);
    const { engine } = store.state;
    if (fault !== undefined) {
      commands.addNotice('warning', fault);
      return false;
    }
    if (engine.kind === 'failed') {
      commands.addNotice('error', `The model is not here to read it: ${engine.message}`);
      return false;
    }
    this.#dropWaitingNotice();
    commands.awaitPrompt(text);
    this.#waiting = { text, chat };
    if (engine.kind === 'ready') this.#runWaiting(this.#waiting);
    else commands.addNotice('info', waitingNotice(text));
    return true;
  }

  /** To be called after every change of the store. */
  react(): void {
    const { state } = this.#world.store;
    this.#noticeAnswers(state);
    if (state.engine.kind === 'failed' && this.#waiting) this.#giveUpWaiting(state.engine.message);
    if (state.engine.kind !== 'ready') return;
    if (this.#waiting) this.#runWaiting(this.#waiting);
    else if (this.#submitted !== undefined || this.#continuation !== undefined) return;
    else if (isRecordedToItsEnd(state)) this.#continueLive(state);
  }

  growth(state: StoreState): Growth {
    if (state.hello === undefined) return { kind: 'never', reason: nothingToRead };
    if (state.tokens.length >= shownTokenLimit) return { kind: 'never', reason: limitReached };
    if (state.runSource === 'recording') return this.#growthOfRecording(state);
    if (state.ended !== undefined) return { kind: 'never', reason: state.ended };
    return { kind: 'now' };
  }

  /** Asks the live model for what is missing until that many positions have arrived. */
  askForPositions(positionCount: number): void {
    const { commands, send, store } = this.#world;
    const { state } = store;
    const known = state.arrivedCount + state.awaitedTokens;
    const promptTokenCount = state.hello?.run.promptTokenCount ?? Infinity;
    if (this.isAwaitingRun || this.growth(state).kind !== 'now') return;
    if (state.arrivedCount < promptTokenCount) return;
    const count = Math.min(
      Math.min(positionCount, shownTokenLimit) - known,
      outstandingLimit - state.awaitedTokens,
    );
    if (count <= 0) return;
    const request = this.#requests.next();
    commands.awaitTokens(count, request);
    send({ kind: 'generate', request, count, sampling: state.settings.sampling }, 'live');
  }

  /** Gives up what is computed or waited for; what has arrived stays. */
  stop(): void {
    const { commands, send, store } = this.#world;
    const { runSource } = store.state;
    const isComputing = this.#submitted !== undefined || runSource === 'live';
    this.#dropWaitingNotice();
    this.#waiting = undefined;
    commands.stopAwaiting();
    if (!isComputing) return;
    this.#isReadingStopped = true;
    send({ kind: 'cancel', request: this.#requests.next() }, 'live');
  }

  /** Has a prompt whose reading was stopped read on: asking for no tokens does that and no more. */
  readOn(): void {
    const { hello, arrivedCount } = this.#world.store.state;
    if (!this.#isReadingStopped) return;
    this.#isReadingStopped = false;
    if (!hello || arrivedCount >= hello.run.promptTokenCount) return;
    const { sampling } = hello.run;
    const request = this.#requests.next();
    this.#world.send({ kind: 'generate', request, count: 0, sampling }, 'live');
  }

  /** True once for each request for tokens of the run shown that was answered by an error. */
  takeRefusal({ tokenRequests, failedRequests }: StoreState): boolean {
    let newest = this.#newestRefusal;
    for (const request of tokenRequests) {
      if (failedRequests.has(request)) newest = Math.max(newest, request);
    }
    const isNew = newest > this.#newestRefusal;
    this.#newestRefusal = newest;
    return isNew;
  }

  #growthOfRecording(state: StoreState): Growth {
    switch (state.engine.kind) {
      case 'ready':
        return this.#isContinuationRefused(state)
          ? { kind: 'never', reason: `${recordingEnds} Type a sentence to have the model read it.` }
          : { kind: 'soon' };
      case 'failed':
        return {
          kind: 'never',
          reason: `${recordingEnds} The model could not go on: ${state.engine.message}`,
        };
      default:
        return {
          kind: 'never',
          reason: `${recordingEnds} The model is still loading and can go on once it is there.`,
        };
    }
  }

  #runWaiting({ text, chat }: Prompt): void {
    const { commands, send, store } = this.#world;
    const request = this.#requests.next();
    this.#waiting = undefined;
    this.#submitted = request;
    this.#continuation = undefined;
    this.#isReadingStopped = false;
    this.#dropWaitingNotice();
    commands.expectRun({ request, source: 'live' });
    const { sampling } = store.state.settings;
    send({ kind: 'run', request, prompt: text, chat, sampling }, 'live');
  }

  /** The same prompt and as many tokens again, live and unseen, then in the recorded run's place. */
  #continueLive(state: StoreState): void {
    const { hello, tokens } = state;
    if (!hello) return;
    const { prompt, chat, sampling, promptTokenCount } = hello.run;
    const { commands, send } = this.#world;
    const request = this.#requests.next();
    this.#continuation = request;
    commands.expectRun({ request, source: 'live', unseenUntil: tokens.length });
    send({ kind: 'run', request, prompt, chat, sampling }, 'live');
    const count = tokens.length - promptTokenCount;
    if (count <= 0) return;
    send({ kind: 'generate', request: this.#requests.next(), count, sampling }, 'live');
  }

  #isContinuationRefused(state: StoreState): boolean {
    return this.#continuation !== undefined && state.failedRequests.has(this.#continuation);
  }

  #noticeAnswers({ runSource, hello, failedRequests }: StoreState): void {
    if (this.#submitted === undefined) return;
    const isShown = runSource === 'live' && hello?.request === this.#submitted;
    if (isShown || failedRequests.has(this.#submitted)) this.#submitted = undefined;
  }

  #giveUpWaiting(reason: string): void {
    const text = this.#waiting?.text ?? '';
    this.#waiting = undefined;
    this.#dropWaitingNotice();
    this.#world.commands.awaitPrompt(undefined);
    this.#world.commands.addNotice('error', `${quotedPrompt(text)} cannot be read: ${reason}`);
  }

  #dropWaitingNotice(): void {
    const { store, commands } = this.#world;
    const { awaitedPrompt, notices } = store.state;
    if (awaitedPrompt === undefined) return;
    const text = waitingNotice(awaitedPrompt);
    const notice = notices.find((each) => each.text === text);
    if (notice) commands.dismissNotice(notice.id);
  }
}

const nothingToRead = 'There is nothing to play yet: type a sentence first.';
const limitReached = `This version shows at most ${String(shownTokenLimit)} tokens, and all of them are here: type a new sentence to go on.`;
const recordingEnds = 'The recorded run ends here.';

function waitingNotice(text: string): string {
  return `The model is still loading. It will read ${quotedPrompt(text)} as soon as it is there.`;
}

function isRecordedToItsEnd({
  runSource,
  hello,
  tokens,
  ended,
  arrivedCount,
}: StoreState): boolean {
  const hasArrived = ended !== undefined && arrivedCount === tokens.length;
  return runSource === 'recording' && hello !== undefined && hasArrived;
}
