import { sinkRatio } from '#contract/overview.ts';
import { countWords } from '#view/number-words.ts';
import { lengthWords } from './token-profile.ts';
import type { TokenStory } from './token-story.ts';

/** Where the token's norm outgrows the others': what makes it a place where heads park their weight. */
export function sinkNotes({ state, position, layers, words }: TokenStory): readonly string[] {
  const normAt = (layer: number, at: number): number => state.overviews[at]?.residNorm[layer] ?? 0;
  const sunk = layers.filter((layer) => {
    const norms = state.overviews.map((_, at) => normAt(layer, at)).sort((a, b) => a - b);
    const median = norms[(norms.length - 1) >> 1] ?? Infinity;
    return normAt(layer, position) > sinkRatio * median;
  });
  const [first, last] = [sunk[0], sunk.at(-1)];
  if (first === undefined || last === undefined) return [];
  const largest = sunk.reduce((a, b) => (normAt(b, position) > normAt(a, position) ? b : a));
  return [
    `${words} is a sink, where heads park their weight: after ${countWords(sunk.length, 'layer')}, from ${String(first)} to ${String(last)}, its norm is more than ${String(sinkRatio)} times the median token’s, up to ${lengthWords(normAt(largest, position))} after layer ${String(largest)}.`,
  ];
}
