import { zBinsPerHead, postBinCount, residBinCount } from '#contract/texel-layout.ts';
import type { Target } from '#contract/intent.ts';
import type { InputFacts } from './input-world.ts';

/** Kinds of thing on one floor of one tower that the focus can stand on, in the order `C` goes through them. */
export const focusKinds = [
  'attention',
  'feed-forward',
  'head',
  'attention window',
  'feed-forward window',
  'residual window',
  'beam',
  'lens',
] as const;
export type FocusKind = (typeof focusKinds)[number];

/**
 * Where the keyboard's focus stands. `layer` runs from −1 (the token's plinth) to layerCount (the
 * prediction on the roof); `kind` and `index` matter on floors only.
 */
export interface FocusPlace {
  readonly position: number;
  readonly layer: number;
  readonly kind: FocusKind;
  readonly index: number;
}

export type FocusStep =
  | { readonly kind: 'position'; readonly by: 1 | -1 }
  | { readonly kind: 'layer'; readonly by: 1 | -1 }
  | { readonly kind: 'thing'; readonly by: 1 | -1 }
  | { readonly kind: 'index'; readonly by: 1 | -1 };

type Sizes = Pick<InputFacts, 'tokenCount' | 'layerCount' | 'headCount'>;

/** The first press shows the plinth of the token that is being read. */
export function firstFocus(facts: Pick<InputFacts, 'cursor' | 'selectedPosition'>): FocusPlace {
  const position = facts.selectedPosition ?? facts.cursor.position;
  return { position, layer: -1, kind: 'attention', index: 0 };
}

export function moveFocus(place: FocusPlace, step: FocusStep, sizes: Sizes): FocusPlace {
  switch (step.kind) {
    case 'position':
      return { ...place, position: clamp(place.position + step.by, 0, sizes.tokenCount - 1) };
    case 'layer':
      return { ...place, layer: clamp(place.layer + step.by, -1, sizes.layerCount) };
    case 'thing': {
      const at = focusKinds.indexOf(place.kind) + step.by;
      const kind = focusKinds[wrap(at, focusKinds.length)] ?? 'attention';
      const layer = clamp(place.layer, 0, sizes.layerCount - 1);
      return { ...place, layer, kind, index: 0 };
    }
    case 'index': {
      const count = indexCount(place.kind, sizes);
      return { ...place, index: count === 0 ? 0 : wrap(place.index + step.by, count) };
    }
  }
}

/**
 * The thing at that place. A beam is looked up by `beamAt`, strongest first; where none is drawn the
 * attention storey stands in.
 */
export function targetOfFocus(
  place: FocusPlace,
  sizes: Sizes,
  beamAt: (position: number, layer: number, index: number) => Target | undefined,
): Target | undefined {
  const { layer, index, kind } = place;
  if (sizes.tokenCount === 0) return undefined;
  const position = clamp(place.position, 0, sizes.tokenCount - 1);
  if (layer < 0) return { kind: 'token', position };
  if (layer >= sizes.layerCount) return { kind: 'prediction', position };
  switch (kind) {
    case 'attention':
    case 'feed-forward':
    case 'lens':
      return { kind, position, layer };
    case 'head':
      return { kind, position, layer, head: index };
    case 'attention window':
      return { kind: 'bin', site: 'attn.hook_z', position, layer, bin: index };
    case 'feed-forward window':
      return { kind: 'bin', site: 'mlp.hook_post', position, layer, bin: index };
    case 'residual window':
      return { kind: 'bin', site: 'hook_resid_post', position, layer, bin: index };
    case 'beam':
      return (
        beamAt(position, layer, index) ??
        beamAt(position, layer, 0) ?? { kind: 'attention', position, layer }
      );
  }
}

/** How many things of a kind a floor of one tower has; beams are as many as `beamAt` finds. */
function indexCount(kind: FocusKind, { headCount }: Sizes): number {
  switch (kind) {
    case 'head':
      return headCount;
    case 'attention window':
      return headCount * zBinsPerHead;
    case 'feed-forward window':
      return postBinCount;
    case 'residual window':
      return residBinCount;
    case 'beam':
      return headCount * 8;
    default:
      return 0;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

function wrap(value: number, count: number): number {
  return ((value % count) + count) % count;
}
