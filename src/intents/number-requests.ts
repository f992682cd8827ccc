import type { Hello } from '#contract/control-message.ts';
import type { Site } from '#contract/hook-site.ts';
import { comparableCount, type StoreState } from '#store/read.ts';
import { DirectionRequests } from './direction-requests.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';
import { PositionRequests } from './position-requests.ts';
import { ValuesRequests } from './values-requests.ts';

/** Asks for what is read more closely than an overview shows: rows, lenses, neurons' directions, words. */
export class NumberRequests {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;
  readonly #values: ValuesRequests;
  readonly #directions: DirectionRequests;
  readonly #carried: PositionRequests;
  readonly #differences: PositionRequests;
  #branch = 0;
  #hello: Hello | undefined;
  readonly #lensPositions = new Set<number>();
  #isVocabularyAsked = false;

  constructor(world: InterpreterWorld, requests: RequestCounter) {
    this.#world = world;
    this.#requests = requests;
    this.#values = new ValuesRequests(world, requests);
    this.#directions = new DirectionRequests(world, requests);
    this.#carried = new PositionRequests(world, requests, {
      kind: 'carried',
      countOf: carriedCount,
    });
    this.#differences = new PositionRequests(world, requests, {
      kind: 'difference',
      countOf: differenceCount,
    });
  }

  /** See {@link ValuesRequests.want}. */
  wantValues(site: Site, layer: number, positions: readonly number[]): void {
    if (isOffered(this.#world.store.state, 'values')) this.#values.want(site, layer, positions);
  }

  /** See {@link DirectionRequests.want}. */
  wantDirections(layer: number, neurons: readonly number[]): void {
    if (isOffered(this.#world.store.state, 'directions')) this.#directions.want(layer, neurons);
  }

  /** To be called after every change of the store; `isIdle` when nothing more urgent is computed. */
  react(isIdle: boolean): void {
    const { state } = this.#world.store;
    if (state.hello !== this.#hello) this.#forget(state.hello);
    else if (state.branch !== this.#branch) this.#forgetBranch();
    this.#branch = state.branch;
    this.#values.react();
    this.#directions.react();
    if (isOffered(state, 'carried')) this.#carried.react();
    this.#wantVocabulary(state);
    this.#differences.react();
    if (isIdle) this.#wantLens(state);
  }

  #forget(hello: Hello | undefined): void {
    this.#hello = hello;
    this.#forgetBranch();
    this.#directions.forget();
    this.#isVocabularyAsked = false;
  }

  /** Another branch has other numbers; what is true of the model stays. */
  #forgetBranch(): void {
    this.#lensPositions.clear();
    this.#values.forget();
    this.#carried.forget();
    this.#differences.forget();
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

/** What heads take along: while beams are drawn by it. */
function carriedCount({ settings, arrivedCount }: StoreState): number {
  return settings.beamStrength === 'carried' ? arrivedCount : 0;
}

/** How far numbers moved: while that is what windows show, and as long as the texts are the same. */
function differenceCount(state: StoreState): number {
  if (state.branch === 0 || state.settings.light !== 'difference') return 0;
  return Math.min(comparableCount(state), state.arrivedCount);
}

function isOffered({ hello }: StoreState, tier: Hello['tiers'][number]): boolean {
  return hello?.tiers.includes(tier) ?? false;
}
