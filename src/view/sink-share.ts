import type { StoreState } from '#store/read.ts';
import { focusPosition } from './focus-position.ts';

/**
 * Share of the attention weight of the token looked at that rests on sinks: the mean over its heads,
 * of the isolated layer and head if there are any. Undefined before it has arrived.
 */
export function sinkShare(state: StoreState): number | undefined {
  const position = focusPosition(state);
  const overview = position === undefined ? undefined : state.overviews[position];
  if (!overview || !state.hello) return undefined;
  const { layerCount, headCount } = state.hello.model;
  const { isolatedLayer, isolatedHead } = state.settings;
  let sum = 0;
  let count = 0;
  for (let layer = isolatedLayer ?? 0; layer <= (isolatedLayer ?? layerCount - 1); layer += 1) {
    for (let head = isolatedHead ?? 0; head <= (isolatedHead ?? headCount - 1); head += 1) {
      sum += overview.attentionSink[layer * headCount + head] ?? 0;
      count += 1;
    }
  }
  return count === 0 ? undefined : sum / count;
}
