import type { ZoomPlace } from '#contract/zoom.ts';
import type { ReadableStore } from '#store/read.ts';
import { tokenWords } from '#view/token-words.ts';
import type { Exhibit } from './board.ts';

type TokenPlace = Extract<ZoomPlace, { readonly level: 'token' }>;

export function tokenExhibit(place: TokenPlace, { state }: ReadableStore): Exhibit {
  return {
    place,
    title: JSON.stringify(place) + tokenWords(state, 0),
    sentence: '',
    notes: [],
    boards: [],
    wishes: [],
  };
}
