import { storeyOfSite, type StoreyName, type ZoomPlace } from '#contract/zoom.ts';
import type { Intent, Target } from '#contract/intent.ts';

/**
 * The place one level further in at a thing that is double-clicked: from the city its layer, from
 * an open layer the component, from a component the single value; a token's plinth leads to its
 * story. Undefined for what has no inside: the prediction on a roof.
 */
export function enteredPlace(target: Target, zoom: ZoomPlace): ZoomPlace | undefined {
  switch (target.kind) {
    case 'prediction':
      return undefined;
    case 'token':
      return { level: 'token', position: target.position };
    case 'layer':
    case 'lens':
      return { level: 'layer', layer: target.layer };
    case 'value': {
      const { layer, position, site, index } = target;
      return { level: 'activation', layer, position, site, index };
    }
    default:
      return insideOf(target, zoom);
  }
}

/** Goes into a thing; where it has no inside, flies to it. */
export function enterIntent(target: Target, zoom: ZoomPlace): Intent {
  const place = enteredPlace(target, zoom);
  return place ? { kind: 'zoom-to', place } : { kind: 'fly-to', target };
}

type WallTarget = Extract<
  Target,
  { readonly kind: 'attention' | 'feed-forward' | 'head' | 'bin' | 'beam' }
>;

function insideOf(target: WallTarget, zoom: ZoomPlace): ZoomPlace {
  const { layer } = target;
  const isOpen = zoom.level !== 'model' && zoom.level !== 'token' && zoom.layer === layer;
  if (!isOpen) return { level: 'layer', layer };
  const position = target.kind === 'beam' ? target.query : target.position;
  const storey = storeyOfTarget(target);
  return storey ? { level: 'component', layer, position, storey } : { level: 'token', position };
}

/** Undefined for windows of the spine. */
function storeyOfTarget(target: WallTarget): StoreyName | undefined {
  switch (target.kind) {
    case 'attention':
    case 'head':
    case 'beam':
      return 'attention';
    case 'feed-forward':
      return 'feed-forward';
    case 'bin':
      return storeyOfSite(target.site);
  }
}
