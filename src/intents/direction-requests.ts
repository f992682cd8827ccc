import { directionLimit } from '#contract/control-message.ts';
import { directionKey } from '#store/read.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';

/** Each question costs the model about 0.1 s: more at once would keep what is asked for later waiting. */
const outstandingLimit = 8;

interface Question {
  readonly request: number;
  readonly layer: number;
  readonly neurons: readonly number[];
}

/** Asks once for what neurons write: the tokens their output directions raise and lower. */
export class DirectionRequests {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;
  readonly #questions = new Set<Question>();
  /** Neurons that are on their way, by `directionKey`. */
  readonly #awaited = new Set<string>();

  constructor(world: InterpreterWorld, requests: RequestCounter) {
    this.#world = world;
    this.#requests = requests;
  }

  /**
   * Asks for neurons' directions unless they are here, on their way or refused. To be called as
   * often as they are looked at, those wanted first before the others.
   */
  want(layer: number, neurons: readonly number[]): void {
    const { directions, refusedDirections } = this.#world.store.state;
    if (refusedDirections.has(layer)) return;
    const missing = [...new Set(neurons)].filter((neuron) => {
      const key = directionKey(layer, neuron);
      return !directions.has(key) && !this.#awaited.has(key);
    });
    for (let first = 0; first < missing.length; first += directionLimit) {
      if (this.#questions.size >= outstandingLimit) return;
      this.#ask(layer, missing.slice(first, first + directionLimit));
    }
  }

  /** To be called after every change of the store. */
  react(): void {
    const { commands, store } = this.#world;
    const { directions, failedRequests } = store.state;
    for (const question of this.#questions) {
      const { request, layer, neurons } = question;
      const refusal = failedRequests.get(request);
      const isHere = neurons.every((neuron) => directions.has(directionKey(layer, neuron)));
      if (refusal === undefined && !isHere) continue;
      this.#questions.delete(question);
      for (const neuron of neurons) this.#awaited.delete(directionKey(layer, neuron));
      if (refusal !== undefined) commands.refuseDirections(layer, refusal);
    }
  }

  forget(): void {
    this.#questions.clear();
    this.#awaited.clear();
  }

  #ask(layer: number, neurons: readonly number[]): void {
    const request = this.#requests.next();
    this.#questions.add({ request, layer, neurons });
    for (const neuron of neurons) this.#awaited.add(directionKey(layer, neuron));
    const { send, store } = this.#world;
    send({ kind: 'directions', request, layer, neurons: [...neurons] }, store.state.runSource);
  }
}
