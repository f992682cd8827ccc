import { groupedNumber } from '#view/number-words.ts';
import { vocabularyWords } from '#view/token-words.ts';
import type { Board } from './board.ts';
import { towerBoard, type TokenStory } from './token-story.ts';

/** How many tokens the logit lens puts at or before the final answer, layer by layer. */
export function lensBoard(story: TokenStory): Board {
  const { state, position, hello } = story;
  const lens = state.lenses[position];
  const isRead = (layer: number): boolean => (lens?.token[5 * layer] ?? -1) >= 0;
  const rankAt = (layer: number): number => (isRead(layer) ? (lens?.rank[layer] ?? NaN) + 1 : NaN);
  const full = hello.model.vocabularySize;
  return towerBoard(story, {
    key: 'lens-rank',
    title: 'Rank of the final answer',
    sentence: lensWords(story, rankAt),
    name: `logit lens of hook_resid_post[position ${String(position)}]: rank of the final answer`,
    status: 'DERIVED',
    made: `place of the final answer in W_U · final norm(hook_resid_post), 1 is first; log scale from 1, no length, to ${groupedNumber(full)}, the whole vocabulary`,
    chart: 'bars',
    scale: { kind: 'log', dark: 1, full },
    hue: { kind: 'lens' },
    valueAt: rankAt,
    targetAt: (layer) => ({ kind: 'lens', position, layer }),
    columnOf: (target) => (target.kind === 'lens' && target.position === position ? 0 : -1),
    missing: lens ? undefined : missingLens(story),
  });
}

function missingLens({ hello }: TokenStory): string {
  return hello.tiers.includes('lens')
    ? 'The lens has not been read here yet; it comes when nothing else is computed.'
    : 'The lens is not recorded in this run.';
}

function lensWords(story: TokenStory, rankAt: (layer: number) => number): string {
  const what = 'What the model would say if it stopped there: the place of its final answer';
  const { state, layers, overview } = story;
  const [first, last] = [layers[0], layers.at(-1)];
  const answer = overview?.predictionToken[0];
  if (first === undefined || last === undefined || answer === undefined) return `${what}.`;
  if (Number.isNaN(rankAt(first))) return `${what}.`;
  const since = firstSince(layers, rankAt);
  const where =
    since === undefined
      ? `number ${groupedNumber(rankAt(last))} after layer ${String(last)}`
      : `first from layer ${String(since)} on`;
  return `${what} ${vocabularyWords(state, answer)} is number ${groupedNumber(rankAt(first))} after layer ${String(first)} and ${where}.`;
}

/** The layer from which the answer is first on every layer told; undefined when it is not at the last. */
function firstSince(
  layers: readonly number[],
  rankAt: (layer: number) => number,
): number | undefined {
  return layers.slice(layers.findLastIndex((layer) => rankAt(layer) > 1) + 1)[0];
}

/** "The answer … is first from layer 24 on": the exhibit's own finding, when it is one. */
export function answerNote({ state, layers, position, overview }: TokenStory): readonly string[] {
  const lens = state.lenses[position];
  const answer = overview?.predictionToken[0];
  if (!lens || answer === undefined) return [];
  const since = firstSince(layers, (layer) => (lens.rank[layer] ?? 0) + 1);
  if (since === undefined) return [];
  return [`The answer ${vocabularyWords(state, answer)} is first from layer ${String(since)} on.`];
}
