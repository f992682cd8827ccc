import type { ZoomPlace } from '#contract/zoom.ts';
import type { ReadableStore } from '#store/read.ts';
import { notCause, roughWords } from '#view/hover-place.ts';
import { countWords } from '#view/number-words.ts';
import type { Exhibit, ValuesWish } from './board.ts';
import { answerNote, lensBoard } from './token-lens.ts';
import { residualBoards } from './token-profile.ts';
import { readBoard, readByBoard, scoredLayers, scoreNotes, TokenReads } from './token-reads.ts';
import { sinkNotes } from './token-sink.ts';
import { tokenStory, type TokenStory } from './token-story.ts';

type TokenPlace = Extract<ZoomPlace, { readonly level: 'token' }>;

/** A token's way up through all layers: what lies on its spine, what is added, read and said. */
export function tokenExhibit(place: TokenPlace, store: ReadableStore): Exhibit {
  const story = tokenStory(place.position, store);
  if (!story) return absentToken(place, store);
  const reads = new TokenReads(story);
  return {
    place,
    title: `Token ${String(place.position)} ${story.words}: its way up`,
    sentence: `One row for each of ${countWords(story.layerCount, 'layer')}, beside its floor: what the token’s vector is, what it reads, what is added to it.`,
    notes: [
      ...reachNotes(story),
      ...sinkNotes(story),
      ...answerNote(story),
      ...scoreNotes(story, reads),
      ...(reads.exactCount < story.layers.length ? [roughWords(story.state)] : []),
      notCause,
    ],
    boards: [
      ...residualBoards(story),
      readBoard(story, reads),
      readByBoard(story),
      lensBoard(story),
    ],
    wishes: wishesOf(story, reads),
  };
}

function absentToken(place: TokenPlace, { state }: ReadableStore): Exhibit {
  const count = state.tokens.length;
  const there =
    count === 0
      ? 'no token yet'
      : `${countWords(count, 'token')}, the last is number ${String(count - 1)}`;
  return {
    place,
    title: `Token ${String(place.position)}`,
    sentence: `This run has no token ${String(place.position)}: it has ${there}.`,
    notes: [],
    boards: [],
    wishes: [],
  };
}

function reachNotes({ missing, layers, layerCount, words }: TokenStory): readonly string[] {
  if (missing !== undefined) return [missing];
  const top = layers.at(-1) ?? -1;
  if (top === layerCount - 1) return [];
  return [
    `${words} is told up to layer ${String(top)}: the layers above have not been reached, or were not computed.`,
  ];
}

/** Exact weights of every layer, and the scores of those that are named. */
function wishesOf({ layers, position }: TokenStory, reads: TokenReads): readonly ValuesWish[] {
  const positions = [position];
  return [
    ...layers.map((layer) => ({ site: 'attn.hook_pattern' as const, layer, positions })),
    ...scoredLayers(reads).map((layer) => ({
      site: 'attn.hook_attn_scores' as const,
      layer,
      positions,
    })),
  ];
}
