import { initialState } from './initial-state.ts';
import type { Notice, ReadableStore, StoreState, Topic } from './read.ts';

/** The one place where the current snapshot lives, and who is told when another takes its place. */
export interface StateCell {
  readonly state: StoreState;
  /** Makes a new snapshot and tells the listeners; without topics nobody is told. */
  change(next: Partial<StoreState>, topics: readonly Topic[]): void;
  /** The notices with that one added, or as they are when its text already stands there. */
  noticesWith(tone: Notice['tone'], text: string): readonly Notice[];
  readonly subscribe: ReadableStore['subscribe'];
}

export function createStateCell(): StateCell {
  const listeners = new Set<(topics: ReadonlySet<Topic>) => void>();
  let state: StoreState = initialState;
  let noticeCount = 0;
  return {
    get state() {
      return state;
    },
    change(next, topics) {
      if (Object.keys(next).length > 0) state = { ...state, ...next };
      if (topics.length === 0) return;
      const changed = new Set(topics);
      // A copy, because a listener may stop listening while it is told.
      for (const listener of [...listeners]) listener(changed);
    },
    noticesWith(tone, text) {
      if (state.notices.some((notice) => notice.text === text)) return state.notices;
      noticeCount += 1;
      return [...state.notices, { id: noticeCount, tone, text }];
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
