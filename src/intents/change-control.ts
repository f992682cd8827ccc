import type { ChangeEntry } from '#contract/change.ts';
import { interventionsOf, interventionsOfEntries } from '#contract/change.ts';
import type { Hello } from '#contract/control-message.ts';
import { changeRefusal } from '#store/read/change-refusal.ts';
import { sentChanges, wantedChanges } from '#store/read/change-state.ts';
import { sinksOfRun } from '#store/read/sink-position.ts';
import { comparableCount, originalOf, type StoreState } from '#store/read.ts';
import { changedEntries, type ChangeIntent } from './change-list.ts';
import { EffectControl } from './effect-control.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';
import { readWithVerb } from './read-with-verb.ts';
import type { RunControl } from './run-control.ts';

/** Lists of changes to go back to and forward to again. */
interface History {
  readonly past: readonly (readonly ChangeEntry[])[];
  readonly future: readonly (readonly ChangeEntry[])[];
}

interface Sent {
  readonly request: number;
  readonly entries: readonly ChangeEntry[];
  /** The history as it will be when the change is through. */
  readonly history: History;
}

const noHistory: History = { past: [], future: [] };

/**
 * Keeps the list of changes, sends it as interventions, and goes back and forth in it. What is shown
 * stays as it is until the changed run has arrived; a change that is refused leaves everything as it was.
 */
export class ChangeControl {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;
  readonly #runs: RunControl;
  readonly #effects: EffectControl;
  #hello: Hello | undefined;
  #history = noHistory;
  /** Not answered yet, oldest first. */
  #sent: readonly Sent[] = [];
  #nextId = 1;
  #branch = 0;

  constructor(world: InterpreterWorld, requests: RequestCounter, runs: RunControl) {
    this.#world = world;
    this.#requests = requests;
    this.#runs = runs;
    this.#effects = new EffectControl(world, requests);
  }

  perform(intent: ChangeIntent): void {
    switch (intent.kind) {
      case 'verb':
        if (intent.stage === 'read') readWithVerb(intent, this.#world);
        else if (this.#mayChange()) this.#change(intent);
        return;
      case 'show-run':
        this.#showRun(intent.run);
        return;
      case 'undo-change':
      case 'redo-change':
        if (this.#mayChange()) this.#step(intent.kind);
        return;
      case 'measure-effects':
        if (this.#mayChange()) this.#effects.measure(intent.position);
        return;
      case 'stop-measuring':
        this.#effects.stop();
        return;
      case 'forget-effects':
        this.#effects.forget();
        return;
      default:
        if (this.#mayChange()) this.#change(intent);
    }
  }

  /** To be called after every change of the store. */
  react(): void {
    const { state } = this.#world.store;
    if (state.hello !== this.#hello) this.#beginRun(state);
    const waiting = new Set(sentChanges(state.pendingChanges).map(({ request }) => request));
    const answered = this.#sent.filter(({ request }) => !waiting.has(request));
    this.#sent = this.#sent.filter(({ request }) => waiting.has(request));
    for (const { entries, history } of answered) {
      if (state.changes === entries) this.#noteTaken(history);
    }
    if (state.branch !== this.#branch) this.#followBranch(state);
  }

  #change(intent: ChangeIntent): void {
    const before = this.#wanted();
    const options = { state: this.#world.store.state, nextId: this.#nextId };
    const entries = changedEntries(before, intent, options);
    if (entries === before) return;
    this.#nextId = Math.max(this.#nextId, ...entries.map(({ id }) => id + 1));
    this.#send(entries, { past: [...this.#wantedHistory().past, before], future: [] });
  }

  #step(kind: 'undo-change' | 'redo-change'): void {
    const { past, future } = this.#wantedHistory();
    const list = kind === 'undo-change' ? past.at(-1) : future[0];
    const now = this.#wanted();
    if (!list) {
      const text =
        kind === 'undo-change' ? 'There is no change to undo.' : 'There is no change to do again.';
      this.#world.commands.addNotice('info', text);
      return;
    }
    const history =
      kind === 'undo-change'
        ? { past: past.slice(0, -1), future: [now, ...future] }
        : { past: [...past, now], future: future.slice(1) };
    this.#send(list, history);
  }

  /** The list as it will be when everything that was sent is through. */
  #wanted(): readonly ChangeEntry[] {
    return wantedChanges(this.#world.store.state);
  }

  #wantedHistory(): History {
    return this.#sent.at(-1)?.history ?? this.#history;
  }

  #send(entries: readonly ChangeEntry[], history: History): void {
    const { commands, send, store } = this.#world;
    const request = this.#requests.next();
    const earlier = sentChanges(store.state.pendingChanges);
    this.#sent = [...this.#sent, { request, entries, history }];
    commands.proposeChanges({ request, entries, earlier });
    send({ kind: 'intervene', request, interventions: interventionsOfEntries(entries) }, 'live');
  }

  #noteTaken(history: History): void {
    const { commands } = this.#world;
    this.#history = history;
    commands.setChangeHistory({
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
    });
  }

  /** What the same changes do to the answer with the sinks spared, beside what they do to all. */
  #spareSinks(): void {
    const { state } = this.#world.store;
    const changes = state.changes.filter(({ isOn }) => isOn).map(({ change }) => change);
    if (!changes.some(({ kind }) => kind === 'layer')) return;
    const original = originalOf(state);
    const position = Math.min(comparableCount(state), state.arrivedCount) - 1;
    const sinks = original ? [...sinksOfRun(original)] : [];
    if (position < 1 || state.branch === 0 || sinks.length === 0) return;
    const request = this.#requests.next();
    const figures = { answerLogprob: undefined, allAnswerLogprob: undefined };
    this.#world.commands.setSpared({ request, position, sinks, ...figures });
    const positionCount = state.tokens.length;
    const sparing = interventionsOf(changes, { sparing: { positions: sinks, positionCount } });
    const tests = [sparing, interventionsOf(changes)];
    this.#world.send({ kind: 'effect', request, position, branch: 0, tests }, 'live');
  }

  #showRun(run: 'original' | 'changed'): void {
    const { state } = this.#world.store;
    const isShown = (state.branch === 0) === (run === 'original');
    if (isShown || !state.beside || state.pendingChanges) return;
    const request = this.#requests.next();
    this.#world.send({ kind: 'switch', request, branch: state.beside.branch }, 'live');
  }

  /** Whether the model can be changed now; if not, a notice says why. */
  #mayChange(): boolean {
    const reason = changeRefusal(this.#world.store.state);
    if (reason === undefined) return true;
    this.#world.commands.addNotice('info', `The model cannot be changed now: ${reason}.`);
    return false;
  }

  #beginRun(state: StoreState): void {
    const isContinuation = this.#runs.isContinuation(state);
    this.#hello = state.hello;
    this.#sent = [];
    this.#branch = state.branch;
    if (this.#history !== noHistory) {
      this.#history = noHistory;
      this.#world.commands.setChangeHistory({ canUndo: false, canRedo: false });
    }
    if (isContinuation) return;
    const { cutLayer, light } = state.settings;
    if (cutLayer !== null || light !== 'activations') {
      this.#world.commands.changeSettings({ cutLayer: null, light: 'activations' });
    }
    if (state.pinned) this.#world.commands.pin(null);
  }

  /** A changed run shows at first what has changed; the original has nothing to compare. */
  #followBranch(state: StoreState): void {
    this.#branch = state.branch;
    // Measured anew when a switch came between the question and its answer.
    if (state.branch !== 0 && !state.spared) this.#spareSinks();
    const light = state.branch === 0 ? 'activations' : 'difference';
    if (state.settings.light !== light) this.#world.commands.changeSettings({ light });
  }
}
