import type { ZoomPlace } from '#contract/zoom.ts';
import type { ReadableStore } from '#store/read.ts';
import { tokenWords } from '#view/token-words.ts';
import type { Exhibit } from './board.ts';

type ComponentPlace = Extract<ZoomPlace, { readonly level: 'component' }>;

export function componentExhibit(place: ComponentPlace, { state }: ReadableStore): Exhibit {
  return {
    place,
    title: JSON.stringify(place) + tokenWords(state, 0),
    sentence: '',
    notes: [],
    boards: [],
    wishes: [],
  };
}
