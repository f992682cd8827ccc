import type { ReadableStore, StoreState, Topic } from '#store/read.ts';

export interface FakeStore {
  readonly store: ReadableStore;
  /** Replaces part of the state and tells the listeners which topics that concerns. */
  readonly show: (change: Partial<StoreState>, ...topics: readonly Topic[]) => void;
}

/** A store whose state a test sets as it likes, without the rules of a run. */
export function createFakeStore(initial: StoreState): FakeStore {
  let state = initial;
  const listeners = new Set<(topics: ReadonlySet<Topic>) => void>();
  return {
    store: {
      get state() {
        return state;
      },
      valuesOf: () => undefined,
      refusalOf: () => undefined,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    show: (change, ...topics) => {
      state = { ...state, ...change };
      const changed = new Set(topics);
      for (const listener of listeners) listener(changed);
    },
  };
}
