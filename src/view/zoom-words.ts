import { storeyOfSite, type ZoomPlace } from '#contract/zoom.ts';
import type { StoreState } from '#store/read.ts';
import { valueUnit } from './hover-value.ts';
import { tokenWords } from './token-words.ts';

/** The way to a place in the model, step by step: "City", "layer 25", "feed-forward of “␣is”", "neuron 100". */
function zoomSteps(place: ZoomPlace, state: StoreState): readonly string[] {
  const at = (position: number): string => tokenWords(state, position);
  switch (place.level) {
    case 'model':
      return ['City'];
    case 'token':
      return ['City', `${at(place.position)} on its way up`];
    case 'layer':
      return ['City', `layer ${String(place.layer)}`];
    case 'component':
      return ['City', `layer ${String(place.layer)}`, `${place.storey} of ${at(place.position)}`];
    case 'activation': {
      const { layer, position, site } = place;
      const part = storeyOfSite(site) ?? 'residual';
      const unit = valueUnit(place, state);
      return ['City', `layer ${String(layer)}`, `${part} of ${at(position)}`, `${unit} of ${site}`];
    }
  }
}

export function zoomWords(place: ZoomPlace, state: StoreState): string {
  return zoomSteps(place, state).join(' › ');
}
