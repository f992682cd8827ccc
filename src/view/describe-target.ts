import type { Target } from '#contract/intent.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { litLayerAt } from './focus-position.ts';
import { hoverBeam } from './hover-beam.ts';
import { hoverBin, hoverHead } from './hover-heads.ts';
import type { HoverModel } from './hover-model.ts';
import { hoverLayer, hoverStorey } from './hover-storey.ts';
import { hoverLens, hoverPrediction, hoverToken } from './hover-token.ts';
import { hoverValue } from './hover-value.ts';
import { targetName } from './target-name.ts';
import { tokenWords } from './token-words.ts';

/** What to say of a target, or undefined when there is nothing there. */
export function describeTarget(target: Target, store: ReadableStore): HoverModel | undefined {
  const { state } = store;
  if (!state.hello) return undefined;
  const hidden = unreachedModel(target, state);
  if (hidden) return hidden;
  switch (target.kind) {
    case 'token':
      return hoverToken(target, state);
    case 'prediction':
      return hoverPrediction(target, state);
    case 'layer':
      return hoverLayer(target, state);
    case 'attention':
    case 'feed-forward':
      return hoverStorey(target, state);
    case 'head':
      return hoverHead(target, store);
    case 'bin':
      return hoverBin(target, store);
    case 'beam':
      return hoverBeam(target, store);
    case 'lens':
      return hoverLens(target, state);
    case 'value':
      return hoverValue(target, store);
  }
}

/** What the cursor hides is not told either. */
function unreachedModel(target: Target, state: StoreState): HoverModel | undefined {
  if (target.kind === 'token' || target.kind === 'layer') return undefined;
  const position = target.kind === 'beam' ? target.query : target.position;
  const top = (state.hello?.model.layerCount ?? 0) - 1;
  const layer = target.kind === 'prediction' ? top : target.layer;
  if (layer <= litLayerAt(state, position)) return undefined;
  return {
    sentence: `The replay has not reached layer ${String(layer)} of ${tokenWords(state, position)} yet.`,
    details: [],
    name: targetName(target),
    value: '',
    place: `layer ${String(layer)} · token ${String(position)}`,
    status: 'GUIDE',
    made: '',
    wants: undefined,
  };
}
