import type { Hello } from '#contract/control-message.ts';
import type { Site } from '#contract/hook-site.ts';
import type { StoreState } from '#store/read.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';

/** More questions than this at once would only keep the model from the answers already asked for. */
const outstandingValuesLimit = 32;

interface ValuesQuestion {
  readonly request: number;
  readonly site: Site;
  readonly layer: number;
  readonly position: number;
}

/** Asks for what is read more closely than an overview shows: exact rows, lenses, the vocabulary. */
export class NumberRequests {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;
  #hello: Hello | undefined;
  readonly #lensPositions = new Set<number>();
  readonly #questions = new Map<string, ValuesQuestion>();
  #isVocabularyAsked = false;

  constructor(world: InterpreterWorld, requests: RequestCounter) {
    this.#world = world;
    this.#requests = requests;
  }

  /**
   * Asks for a row once, unless it is here or cannot be had. To be called as often as the row is
   * looked at; `store.valuesOf` has it when it came.
   */
  wantValues(site: Site, layer: number, position: number): void {
    const { store, send } = this.#world;
    const { state } = store;
    if (!isOffered(state, 'values') || position >= state.arrivedCount) return;
    if (store.valuesOf(site, layer, position)) return;
    const key = `${site} ${String(layer)} ${String(position)}`;
    if (this.#questions.has(key) || this.#openQuestionCount() >= outstandingValuesLimit) return;
    const request = this.#requests.next();
    this.#questions.set(key, { request, site, layer, position });
    send({ kind: 'values', request, site, layer, positions: [position] }, state.runSource);
  }

  /** To be called after every change of the store; `isIdle` when nothing more urgent is computed. */
  react(isIdle: boolean): void {
    const { state } = this.#world.store;
    if (state.hello !== this.#hello) this.#forget(state.hello);
    this.#forgetAnswered();
    this.#wantVocabulary(state);
    if (isIdle) this.#wantLens(state);
  }

  #forget(hello: Hello | undefined): void {
    this.#hello = hello;
    this.#lensPositions.clear();
    this.#questions.clear();
    this.#isVocabularyAsked = false;
  }

  /** A row that came may be dropped again from a full cache: then it can be asked for anew. */
  #forgetAnswered(): void {
    for (const [key, { site, layer, position }] of this.#questions) {
      if (this.#world.store.valuesOf(site, layer, position)) this.#questions.delete(key);
    }
  }

  #openQuestionCount(): number {
    const { failedRequests } = this.#world.store.state;
    let count = 0;
    for (const { request } of this.#questions.values())
      if (!failedRequests.has(request)) count += 1;
    return count;
  }

  #wantVocabulary(state: StoreState): void {
    if (state.vocabulary || this.#isVocabularyAsked || !isOffered(state, 'vocabulary')) return;
    this.#isVocabularyAsked = true;
    const request = this.#requests.next();
    this.#world.send({ kind: 'vocabulary', request }, state.runSource);
  }

  #wantLens(state: StoreState): void {
    const position = state.selectedPosition ?? state.cursor.position;
    const isKnown = state.lenses[position] !== undefined || this.#lensPositions.has(position);
    if (isKnown || position >= state.arrivedCount || !isOffered(state, 'lens')) return;
    this.#lensPositions.add(position);
    const request = this.#requests.next();
    this.#world.send({ kind: 'lens', request, position }, state.runSource);
  }
}

function isOffered({ hello }: StoreState, tier: Hello['tiers'][number]): boolean {
  return hello?.tiers.includes(tier) ?? false;
}
