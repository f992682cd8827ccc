import type { LayerSite } from '#contract/hook-site.ts';
import type { Target } from '#contract/intent.ts';
import { storeyOfSite, type StoreyName, type ZoomPlace } from '#contract/zoom.ts';
import type { StoreState } from '#store/read.ts';
import { focusPosition } from './focus-position.ts';
import { mainSites, rowLength } from './site-units.ts';

/** The parts of a floor one can go to from there; `floor` is all of it. */
export const floorParts = ['floor', 'attention', 'feed-forward', 'residual'] as const;
export type FloorPart = (typeof floorParts)[number];

export function layerOf(place: ZoomPlace): number | undefined {
  return place.level === 'model' || place.level === 'token' ? undefined : place.layer;
}

export function positionOf(place: ZoomPlace): number | undefined {
  return place.level === 'model' || place.level === 'layer' ? undefined : place.position;
}

export function partOf(place: ZoomPlace): FloorPart {
  if (place.level === 'component') return place.storey;
  return place.level === 'activation' ? (storeyOfSite(place.site) ?? 'residual') : 'floor';
}

/** The site whose values are looked at, or would be; undefined where there are none. */
export function siteOf(place: ZoomPlace): LayerSite | undefined {
  if (place.level === 'activation') return place.site;
  return place.level === 'component' ? mainSites[place.storey] : undefined;
}

/** The token whose parts are looked at, or would be. */
export function placePosition(state: StoreState): number {
  return positionOf(state.zoom) ?? focusPosition(state) ?? 0;
}

/** The same thing on another floor. */
export function withLayer(place: ZoomPlace, layer: number): ZoomPlace {
  return place.level === 'component' || place.level === 'activation'
    ? { ...place, layer }
    : { level: 'layer', layer };
}

/** Another part of the same floor, of the token that is looked at. */
export function withPart(state: StoreState, part: FloorPart): ZoomPlace {
  const layer = layerOf(state.zoom) ?? 0;
  const position = placePosition(state);
  if (part === 'floor') return { level: 'layer', layer };
  return part === 'residual'
    ? { level: 'activation', layer, position, site: 'hook_resid_post', index: 0 }
    : { level: 'component', layer, position, storey: part satisfies StoreyName };
}

/** The same thing of another token. */
export function withPosition({ zoom, hello }: StoreState, position: number): ZoomPlace {
  if (zoom.level === 'model' || zoom.level === 'layer') return zoom;
  if (zoom.level !== 'activation' || !hello) return { ...zoom, position };
  // A row over keys is shorter for an earlier token.
  const last = rowLength(zoom.site, hello.model, position) - 1;
  return { ...zoom, position, index: Math.min(zoom.index, last) };
}

/** One value of a site of the same floor and token. */
export function withValue(state: StoreState, site: LayerSite, index: number): ZoomPlace {
  const layer = layerOf(state.zoom) ?? 0;
  const position = placePosition(state);
  const last = state.hello ? rowLength(site, state.hello.model, position) - 1 : index;
  return {
    level: 'activation',
    layer,
    position,
    site,
    index: Math.max(0, Math.min(last, index)),
  };
}

/** Where going into a thing leads; undefined for what stands for no place of its own. */
export function placeOfTarget(target: Target): ZoomPlace | undefined {
  switch (target.kind) {
    case 'token':
      return { level: 'token', position: target.position };
    case 'layer':
      return { level: 'layer', layer: target.layer };
    case 'attention':
    case 'feed-forward': {
      const { kind: storey, layer, position } = target;
      return { level: 'component', layer, position, storey };
    }
    case 'value': {
      const { layer, position, site, index } = target;
      return { level: 'activation', layer, position, site, index };
    }
    default:
      return undefined;
  }
}
