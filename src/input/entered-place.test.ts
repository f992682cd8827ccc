import { expect, test } from 'vitest';
import type { Target } from '#contract/intent.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import { enteredPlace } from './entered-place.ts';

const model: ZoomPlace = { level: 'model' };
const layer: ZoomPlace = { level: 'layer', layer: 23 };
const at = { position: 4, layer: 23 };

test.each<[Target, ZoomPlace, ZoomPlace | undefined]>([
  [{ kind: 'layer', layer: 23 }, model, layer],
  [{ kind: 'lens', ...at }, model, layer],
  [{ kind: 'bin', site: 'mlp.hook_post', bin: 3, ...at }, model, layer],
  [{ kind: 'beam', layer: 23, head: 4, query: 4, key: 3 }, model, layer],
  [{ kind: 'head', head: 4, ...at }, layer, { level: 'component', storey: 'attention', ...at }],
  [
    { kind: 'beam', layer: 23, head: 4, query: 4, key: 3 },
    layer,
    { level: 'component', storey: 'attention', ...at },
  ],
  [
    { kind: 'bin', site: 'mlp.hook_post', bin: 3, ...at },
    layer,
    { level: 'component', storey: 'feed-forward', ...at },
  ],
  [{ kind: 'bin', site: 'hook_resid_post', bin: 3, ...at }, layer, { level: 'token', position: 4 }],
  [{ kind: 'feed-forward', position: 4, layer: 7 }, layer, { level: 'layer', layer: 7 }],
  [
    { kind: 'value', site: 'mlp.hook_post', index: 100, ...at },
    { level: 'component', storey: 'feed-forward', ...at },
    { level: 'activation', site: 'mlp.hook_post', index: 100, ...at },
  ],
  [{ kind: 'token', position: 2 }, model, { level: 'token', position: 2 }],
  [{ kind: 'prediction', position: 2 }, model, undefined],
])('%j from %j leads to %j', (target, zoom, place) => {
  expect(enteredPlace(target, zoom)).toEqual(place);
});
