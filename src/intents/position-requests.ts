import type { StoreState } from '#store/read.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';

/** Each costs the model about as much as a token, or half of one. */
const outstandingLimit = 8;

export interface PositionRequestsOptions {
  /** What is asked for, position by position. */
  readonly kind: 'carried' | 'difference';
  /** So many positions can be asked for now; 0 while nobody looks. */
  readonly countOf: (state: StoreState) => number;
}

/** Asks for a message about every position while it is looked at, the newest first, few at once. */
export class PositionRequests {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;
  readonly #options: PositionRequestsOptions;
  /** Request by position, answered ones too: none is asked for twice on a branch. */
  readonly #asked = new Map<number, number>();

  constructor(world: InterpreterWorld, requests: RequestCounter, options: PositionRequestsOptions) {
    this.#world = world;
    this.#requests = requests;
    this.#options = options;
  }

  /** To be called after every change of the store. */
  react(): void {
    const { state } = this.#world.store;
    const { kind, countOf } = this.#options;
    const answers = answersOf(state, kind);
    let room = outstandingLimit - this.#outstandingCount(state);
    for (let position = countOf(state) - 1; position >= 0 && room > 0; position -= 1) {
      if (answers[position] !== undefined || this.#asked.has(position)) continue;
      room -= 1;
      const request = this.#requests.next();
      this.#asked.set(position, request);
      this.#world.send({ kind, request, position }, state.runSource);
    }
  }

  forget(): void {
    this.#asked.clear();
  }

  #outstandingCount(state: StoreState): number {
    const answers = answersOf(state, this.#options.kind);
    let count = 0;
    for (const [position, request] of this.#asked) {
      if (answers[position] === undefined && !state.failedRequests.has(request)) count += 1;
    }
    return count;
  }
}

function answersOf(
  { carried, differences }: StoreState,
  kind: PositionRequestsOptions['kind'],
): readonly unknown[] {
  return kind === 'carried' ? carried : differences;
}
