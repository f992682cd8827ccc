import type { LayerSite } from './hook-site.ts';

/** The two parts of a layer that write to the residual stream. */
export type StoreyName = 'attention' | 'feed-forward';

/**
 * Where in the model one looks, from the whole to a single number: model → layer → component →
 * activation; and a token's way up through all layers. The city shows a place as an exhibit beside
 * the towers; the model itself has none.
 */
export type ZoomPlace =
  | { readonly level: 'model' }
  | { readonly level: 'layer'; readonly layer: number }
  | {
      readonly level: 'component';
      readonly layer: number;
      readonly position: number;
      readonly storey: StoreyName;
    }
  | {
      /** One value of a position's row; `index` counts through the whole row, heads one after another. */
      readonly level: 'activation';
      readonly layer: number;
      readonly position: number;
      readonly site: LayerSite;
      readonly index: number;
    }
  | { readonly level: 'token'; readonly position: number };

export const wholeModel: ZoomPlace = { level: 'model' };

/** The place one level up; the model's own is the model. */
export function placeAbove(place: ZoomPlace): ZoomPlace {
  switch (place.level) {
    case 'model':
    case 'layer':
    case 'token':
      return wholeModel;
    case 'component':
      return { level: 'layer', layer: place.layer };
    case 'activation': {
      const { layer, position } = place;
      const storey = storeyOfSite(place.site);
      return storey
        ? { level: 'component', layer, position, storey }
        : { level: 'layer', layer: place.layer };
    }
  }
}

/** The component a site belongs to; undefined for the residual stream between the two. */
export function storeyOfSite(site: LayerSite): StoreyName | undefined {
  if (site.startsWith('attn.') || site.startsWith('ln1.') || site === 'hook_attn_out') {
    return 'attention';
  }
  if (site.startsWith('mlp.') || site.startsWith('ln2.') || site === 'hook_mlp_out') {
    return 'feed-forward';
  }
  return undefined;
}
