import type { DecodedOverview } from '#contract/decoded-message.ts';
import { noKey } from '#contract/overview.ts';
import type { StoreState } from '#store/read.ts';
import { focusPosition } from './focus-position.ts';
import { percentWords } from './number-words.ts';
import { sinksOfRun } from '#store/read/sink-position.ts';

/**
 * Share of the attention weight of the token looked at that rests on sinks, whose beams are the thin
 * ones: the mean over its heads, of the isolated layer and head if there are any. Undefined before it
 * has arrived.
 */
function sinkShare(state: StoreState): number | undefined {
  const position = focusPosition(state);
  const overview = position === undefined ? undefined : state.overviews[position];
  if (!overview || !state.hello) return undefined;
  const { layerCount, headCount } = state.hello.model;
  const sinks = sinksOfRun(state);
  const { isolatedLayer, isolatedHead } = state.settings;
  let sum = 0;
  let count = 0;
  for (let layer = isolatedLayer ?? 0; layer <= (isolatedLayer ?? layerCount - 1); layer += 1) {
    for (let head = isolatedHead ?? 0; head <= (isolatedHead ?? headCount - 1); head += 1) {
      sum += sinkWeight(overview, layer * headCount + head, sinks);
      count += 1;
    }
  }
  return count === 0 ? undefined : sum / count;
}

/** Of one head: what rests on its layer's sinks, and on what is a sink on other layers. */
function sinkWeight(overview: DecodedOverview, row: number, sinks: ReadonlySet<number>): number {
  const topK = overview.attentionKey.length / overview.attentionSink.length;
  let sum = overview.attentionSink[row] ?? 0;
  for (let place = row * topK; place < (row + 1) * topK; place += 1) {
    const isOnSink = sinks.has(overview.attentionKey[place] ?? noKey);
    if (isOnSink) sum += overview.attentionWeight[place] ?? 0;
  }
  return sum;
}

/** How beams to sinks are drawn, and how much of the attention looked at they stand for. */
export function sinkWords(state: StoreState): string {
  const share = sinkShare(state);
  const rests =
    share === undefined ? '' : `; ${percentWords(share)} of this token’s attention rests on a sink`;
  return `Beams to sinks, where heads park their weight, and to the token itself are ${state.settings.sinkBeams}${rests}.`;
}
