import type { ReadableStore } from '#store/read.ts';

interface Kept<Made> {
  readonly inputs: readonly unknown[];
  readonly made: Made;
}

/**
 * Keeps what was made until something it was made from is another one: exhibits are asked for after
 * every change of the store, most of which touch few boards. One thing is kept under each key.
 */
export class BoardMemo<Made> {
  readonly #stores = new WeakMap<ReadableStore, Map<string, Kept<Made>>>();

  /** The thing kept under `key` when it came of the very same inputs, else a new one. */
  take(store: ReadableStore, key: string, inputs: readonly unknown[], make: () => Made): Made {
    let ofStore = this.#stores.get(store);
    if (!ofStore) {
      ofStore = new Map();
      this.#stores.set(store, ofStore);
    }
    const before = ofStore.get(key);
    if (before && areSame(before.inputs, inputs)) return before.made;
    const made = make();
    ofStore.set(key, { inputs, made });
    return made;
  }
}

function areSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((each, index) => Object.is(each, now[index]));
}
