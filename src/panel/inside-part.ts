import { element, setText } from './element.ts';
import type { ExhibitFeed } from './exhibit-feed.ts';
import type { InsidePanel } from './inside-panel.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** A replay moves every frame; words and tables need not. */
const shortestPauseMillis = 200;

export interface InsidePart extends PanelPart {
  /** To be called when it has come into sight: hidden, it keeps nothing up to date. */
  readonly show: () => void;
  readonly dispose: () => void;
}

/** What stands open, in words and numbers. It is fetched when it is opened for the first time. */
export function insidePart(world: PanelWorld, feed: ExhibitFeed): InsidePart {
  const awaited = element('p', { text: 'What stands open is being fetched.' });
  const place = element('div', { class: 'stack', testid: 'inside' }, awaited);
  let panel: InsidePanel | undefined;
  let isFetching = false;
  let isDue = false;
  const isSeen = (): boolean => place.closest('[hidden]') === null;
  const render = (): void => {
    isDue = false;
    if (isSeen()) panel?.update(world.store.state, feed.look());
  };
  const fetchOnce = async (): Promise<void> => {
    if (isFetching) return;
    isFetching = true;
    const fetched = await import('./inside-panel.ts').catch(() => undefined);
    if (!fetched) {
      isFetching = false;
      setText(awaited, 'This could not be fetched: check the connection and open it again.');
      return;
    }
    panel = fetched.createInsidePanel(world);
    place.replaceChildren(panel.element);
    render();
  };
  const renderSoon = (): void => {
    if (isDue || panel === undefined || !isSeen()) return;
    isDue = true;
    world.later(render, shortestPauseMillis);
  };
  const stop = feed.onArrive(renderSoon);
  return {
    element: place,
    topics: [
      'run',
      'tokens',
      'overview',
      'lens',
      'values',
      'carried',
      'directions',
      'vocabulary',
      'cursor',
      'selection',
      'zoom',
      'settings',
      'changes',
      'effects',
      'engine',
    ],
    update: renderSoon,
    show: () => {
      void fetchOnce();
      render();
    },
    dispose: () => {
      stop();
      panel?.dispose();
    },
  };
}
