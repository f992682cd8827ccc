import type { ReadableStore } from '#store/read.ts';
import type { Exhibit } from '#view/exhibit/board.ts';
import type { PanelWorld } from './panel-part.ts';

/** What stands open, for every part that tells of it. */
export interface ExhibitFeed {
  /**
   * The exhibit of the place that is looked at, and a question for the rows it would show better
   * with. Undefined for the whole model, and until the view models are here: they are fetched when
   * a place is looked at for the first time.
   */
  look(): Exhibit | undefined;
  /** Called when what could not be told before can be; returns how to stop. */
  onArrive(listener: () => void): () => void;
  readonly dispose: () => void;
}

/** Computes an exhibit once for each change of the store, however many parts look at it. */
export function createExhibitFeed({
  store,
  wantValues,
  wantDirections,
}: Pick<PanelWorld, 'store' | 'wantValues' | 'wantDirections'>): ExhibitFeed {
  let exhibitOf: ((store: ReadableStore) => Exhibit | undefined) | undefined;
  let isFetching = false;
  let isStale = true;
  let known: Exhibit | undefined;
  const listeners = new Set<() => void>();
  const stop = store.subscribe(() => {
    isStale = true;
  });
  const fetchOnce = async (): Promise<void> => {
    if (isFetching) return;
    isFetching = true;
    const fetched = await import('#view/exhibit/exhibit-of.ts').catch(() => undefined);
    // What could not be fetched is tried again with the next look.
    isFetching = fetched !== undefined;
    if (!fetched) return;
    ({ exhibitOf } = fetched);
    isStale = true;
    for (const listener of listeners) listener();
  };
  return {
    look: () => {
      if (store.state.zoom.level === 'model') return undefined;
      if (!exhibitOf) {
        void fetchOnce();
        return undefined;
      }
      if (isStale) known = exhibitOf(store);
      isStale = false;
      for (const { site, layer, positions } of known?.wishes ?? []) {
        wantValues(site, layer, ...positions);
      }
      for (const { layer, neurons } of known?.directionWishes ?? []) {
        wantDirections(layer, ...neurons);
      }
      return known;
    },
    onArrive: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: stop,
  };
}
