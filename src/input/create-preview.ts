import type { Preview, PreviewState } from '#contract/preview.ts';

/** The one preview of a page: keeps what was set last and tells whoever listens. */
export function createPreview(): Preview {
  let state: PreviewState = {
    hover: undefined,
    focus: undefined,
    pointer: { x: 0, y: 0 },
    handle: undefined,
    held: [],
  };
  const listeners = new Set<() => void>();
  return {
    get state() {
      return state;
    },
    set: (change) => {
      state = { ...state, ...change };
      // A copy, because a listener may stop listening while it is told.
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
