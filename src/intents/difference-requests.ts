import { comparableCount } from '#store/read.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';

/** Each costs the model about as much as a token. */
const outstandingLimit = 8;

/** Asks how far every position has moved from the original run, while that is what windows show. */
export class DifferenceRequests {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;
  /** Request by position, answered ones too: none is asked for twice on a branch. */
  readonly #asked = new Map<number, number>();

  constructor(world: InterpreterWorld, requests: RequestCounter) {
    this.#world = world;
    this.#requests = requests;
  }

  /** To be called after every change of the store. The newest position comes first. */
  react(): void {
    const { state } = this.#world.store;
    if (state.branch === 0 || state.settings.light !== 'difference') return;
    const count = Math.min(comparableCount(state), state.arrivedCount);
    let room = outstandingLimit - this.#outstandingCount();
    for (let position = count - 1; position >= 0 && room > 0; position -= 1) {
      if (state.differences[position] !== undefined || this.#asked.has(position)) continue;
      room -= 1;
      const request = this.#requests.next();
      this.#asked.set(position, request);
      this.#world.send({ kind: 'difference', request, position }, state.runSource);
    }
  }

  forget(): void {
    this.#asked.clear();
  }

  #outstandingCount(): number {
    const { differences, failedRequests } = this.#world.store.state;
    let count = 0;
    for (const [position, request] of this.#asked) {
      if (differences[position] === undefined && !failedRequests.has(request)) count += 1;
    }
    return count;
  }
}
