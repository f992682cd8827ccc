import { washRange } from '#contract/texel-layout.ts';
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
      ...pictureNotes,
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

/** What its tower shows of it meanwhile. */
const pictureNotes: readonly string[] = [
  'On its tower, thin branches lead out of the spine to what each storey reads, thick ones back in, as thick as what it adds, striped where it takes away; a collar is as bright as the LayerNorm scale it reads by.',
  `Points of light come in by those branches and rise one floor along the spine: the more, the more the storey adds (‖added‖ / ‖residual‖, log scale from ${String(washRange.low)} to ${String(washRange.high)}). The other towers are dimmed.`,
];

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
