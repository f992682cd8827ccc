import type { Site } from '#contract/hook-site.ts';
import type { RefusedRows } from '#store/commands.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';

/** More questions than this at once would only keep the model from the answers already asked for. */
const outstandingLimit = 32;

interface Question extends RefusedRows {
  readonly request: number;
}

/** Asks once for exact rows, those of one site and layer together. */
export class ValuesRequests {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;
  readonly #questions = new Set<Question>();
  /** Rows that are on their way. */
  readonly #awaited = new Set<string>();
  /** Sites of layers of which not all rows can be had: these are asked for one by one. */
  readonly #single = new Set<string>();

  constructor(world: InterpreterWorld, requests: RequestCounter) {
    this.#world = world;
    this.#requests = requests;
  }

  /**
   * Asks for rows unless they are here, on their way or refused. To be called as often as they are
   * looked at; `store.valuesOf` has them when they came, `store.refusalOf` says why they cannot.
   */
  want(site: Site, layer: number, positions: readonly number[]): void {
    const { store } = this.#world;
    const { arrivedCount } = store.state;
    const missing = positions.filter(
      (position) =>
        position < arrivedCount &&
        !this.#awaited.has(rowKey(site, layer, position)) &&
        !store.valuesOf(site, layer, position) &&
        store.refusalOf(site, layer, position) === undefined,
    );
    if (missing.length === 0) return;
    if (!this.#single.has(placeKey(site, layer))) this.#ask(site, layer, missing);
    else for (const position of missing) this.#ask(site, layer, [position]);
  }

  /** To be called after every change of the store. */
  react(): void {
    const { store, commands } = this.#world;
    const { failedRequests } = store.state;
    for (const question of this.#questions) {
      const { site, layer, positions, request } = question;
      const refusal = failedRequests.get(request);
      const isHere = positions.every((position) => store.valuesOf(site, layer, position));
      if (refusal === undefined && !isHere) continue;
      this.#questions.delete(question);
      for (const position of positions) this.#awaited.delete(rowKey(site, layer, position));
      if (refusal === undefined) continue;
      if (positions.length > 1) this.#single.add(placeKey(site, layer));
      else commands.refuseValues(question, refusal);
    }
  }

  forget(): void {
    this.#questions.clear();
    this.#awaited.clear();
    this.#single.clear();
  }

  #ask(site: Site, layer: number, positions: readonly number[]): void {
    if (this.#questions.size >= outstandingLimit) return;
    const request = this.#requests.next();
    this.#questions.add({ request, site, layer, positions });
    for (const position of positions) this.#awaited.add(rowKey(site, layer, position));
    const { send, store } = this.#world;
    send(
      { kind: 'values', request, site, layer, positions: [...positions] },
      store.state.runSource,
    );
  }
}

function placeKey(site: Site, layer: number): string {
  return `${site} ${String(layer)}`;
}

function rowKey(site: Site, layer: number, position: number): string {
  return `${placeKey(site, layer)} ${String(position)}`;
}
