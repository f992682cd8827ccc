import type { StoreState } from '#store/read.ts';
import { focusPosition } from './focus-position.ts';
import { percentWords } from './number-words.ts';

/**
 * Share of the attention weight of the token looked at that rests on sinks: the mean over its heads,
 * of the isolated layer and head if there are any. Undefined before it has arrived.
 */
function sinkShare(state: StoreState): number | undefined {
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

/** How beams to sinks are drawn, and how much of the attention looked at they stand for. */
export function sinkWords(state: StoreState): string {
  const share = sinkShare(state);
  const rests =
    share === undefined ? '' : `; ${percentWords(share)} of this token’s attention rests on a sink`;
  return `Beams to sinks, where heads park their weight, and to the token itself are ${state.settings.sinkBeams}${rests}.`;
}
