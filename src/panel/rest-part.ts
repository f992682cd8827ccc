import { element, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';
import { drawerNames, type DrawerName, type Rest, type RestOptions } from './rest-shape.ts';

export interface RestPart {
  /** Where the drawers' contents stand once they are here. */
  readonly places: Readonly<Record<DrawerName, HTMLElement>>;
  /** Where what stands over the city does. */
  readonly floating: HTMLElement;
  /** Below the breadcrumb, and beside the city. */
  readonly bar: HTMLElement;
  readonly side: HTMLElement;
  /** Fetches it all, once; called again after a failure, it tries again. */
  readonly fetch: () => Promise<void>;
  readonly dispose: () => void;
}

/**
 * What nobody needs to see the first light: the drawers' contents, the hover card, the outline,
 * copying. It is fetched right after it, or when a drawer is opened.
 */
export function restPart(world: PanelWorld, options: RestOptions): RestPart {
  const place = (): HTMLElement => element('div', { class: 'rest-place' });
  const places = {
    changes: place(),
    legend: place(),
    view: place(),
    model: place(),
    words: place(),
    link: place(),
  };
  const [floating, bar] = [place(), place()];
  const side = element('div', { class: 'side' });
  let rest: Rest | undefined;
  let isFetching = false;
  let isDisposed = false;
  const say = (text: string): void => {
    for (const name of drawerNames) setText(places[name], text);
  };
  const put = (made: Rest): void => {
    for (const name of drawerNames) places[name].replaceChildren(made.drawers[name]);
    floating.replaceChildren(...made.floating);
    bar.replaceChildren(made.bar);
    side.replaceChildren(made.side);
    options.onArrive(made.parts);
  };
  return {
    places,
    floating,
    bar,
    side,
    fetch: async () => {
      if (isFetching || rest) return;
      isFetching = true;
      say('This is being fetched.');
      const fetched = await import('./rest.ts').catch(() => undefined);
      isFetching = false;
      if (isDisposed) return;
      if (!fetched) {
        say('This could not be fetched: check the connection and open it again.');
        return;
      }
      rest = fetched.createRest(world, options);
      put(rest);
    },
    dispose: () => {
      isDisposed = true;
      rest?.dispose();
    },
  };
}
