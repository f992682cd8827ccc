import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';

/** Each costs the model about as much as half a token. */
const outstandingLimit = 8;

/** Asks for what heads take along from every position, while beams are drawn by it. */
export class CarriedRequests {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;
  /** Request by position, answered ones too: none is asked for twice in a run. */
  readonly #asked = new Map<number, number>();

  constructor(world: InterpreterWorld, requests: RequestCounter) {
    this.#world = world;
    this.#requests = requests;
  }

  /** To be called after every change of the store. The newest position comes first. */
  react(): void {
    const { state } = this.#world.store;
    if (state.settings.beamStrength !== 'carried') return;
    let room = outstandingLimit - this.#outstandingCount();
    for (let position = state.arrivedCount - 1; position >= 0 && room > 0; position -= 1) {
      if (state.carried[position] !== undefined || this.#asked.has(position)) continue;
      room -= 1;
      const request = this.#requests.next();
      this.#asked.set(position, request);
      this.#world.send({ kind: 'carried', request, position }, state.runSource);
    }
  }

  forget(): void {
    this.#asked.clear();
  }

  #outstandingCount(): number {
    const { carried, failedRequests } = this.#world.store.state;
    let count = 0;
    for (const [position, request] of this.#asked) {
      if (carried[position] === undefined && !failedRequests.has(request)) count += 1;
    }
    return count;
  }
}
