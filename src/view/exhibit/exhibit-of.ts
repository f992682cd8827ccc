import type { ReadableStore } from '#store/read.ts';
import { activationExhibit } from './activation-exhibit.ts';
import type { Exhibit } from './board.ts';
import { componentExhibit } from './component-exhibit.ts';
import { layerExhibit } from './layer-exhibit.ts';
import { tokenExhibit } from './token-exhibit.ts';

/** What stands open beside the towers; nothing while the whole model is looked at. */
export function exhibitOf(store: ReadableStore): Exhibit | undefined {
  const { zoom, hello } = store.state;
  if (!hello) return undefined;
  switch (zoom.level) {
    case 'model':
      return undefined;
    case 'layer':
      return layerExhibit(zoom, store);
    case 'component':
      return componentExhibit(zoom, store);
    case 'activation':
      return activationExhibit(zoom, store);
    case 'token':
      return tokenExhibit(zoom, store);
  }
}
