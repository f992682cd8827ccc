import type { ZoomPlace } from '#contract/zoom.ts';

/** What a file that holds a place is called, without its ending: "neural-city-layer-23". */
export function exportName(place: ZoomPlace): string {
  return ['neural-city', ...partsOf(place)].join('-');
}

function partsOf(place: ZoomPlace): readonly (string | number)[] {
  switch (place.level) {
    case 'model':
      return [];
    case 'layer':
      return ['layer', place.layer];
    case 'component':
      return ['layer', place.layer, place.storey, 'token', place.position];
    case 'activation':
      return ['layer', place.layer, place.site, place.index, 'token', place.position];
    case 'token':
      return ['token', place.position];
  }
}
