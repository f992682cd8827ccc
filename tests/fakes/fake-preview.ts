import type { Preview, PreviewState } from '#contract/preview.ts';

/** A preview that keeps what it is told, as `main.ts` makes one. */
export function createFakePreview(): Preview {
  let state: PreviewState = { hover: undefined, focus: undefined, pointer: { x: 0, y: 0 } };
  const listeners = new Set<() => void>();
  return {
    get state() {
      return state;
    },
    set: (change) => {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
