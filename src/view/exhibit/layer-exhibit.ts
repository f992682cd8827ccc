import type { ZoomPlace } from '#contract/zoom.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { countWords } from '#view/number-words.ts';
import { sinkPosition } from '#store/read/sink-position.ts';
import { tokenWords } from '#view/token-words.ts';
import type { Exhibit } from './board.ts';
import { notesOf, wishesOf } from './exact-rows.ts';
import { addedBoards, normBoards } from './layer-bars.ts';
import { patternBoards } from './layer-patterns.ts';
import { streamBoard } from './layer-stream.ts';
import { layerAbsence, plainExhibit } from './plain-exhibit.ts';
import { shownCount } from './shown-tokens.ts';

type LayerPlace = Extract<ZoomPlace, { readonly level: 'layer' }>;

/** The plaza of a layer: what its heads read, what it adds, what the stream is after it. */
export function layerExhibit(place: LayerPlace, store: ReadableStore): Exhibit {
  const { state } = store;
  const { layer } = place;
  const title = `Layer ${String(layer)}`;
  const absence = layerAbsence(state, layer);
  if (absence !== undefined) return plainExhibit(place, title, absence);
  const patterns = patternBoards(store, layer);
  const count = shownCount(state, layer);
  const headCount = state.hello?.model.headCount ?? 0;
  return {
    place,
    title,
    sentence: `Here layer ${String(layer)} lies open: what its ${countWords(headCount, 'head')} read for ${countWords(count, 'token')}, what attention and feed-forward add to each, and what the residual stream is after them.`,
    notes: [...sinkNotes(state, layer, count), ...patterns.notes, ...notesOf([patterns.rows])],
    boards: [
      ...patterns.boards,
      streamBoard(store, layer),
      ...addedBoards(store, layer),
      ...normBoards(store, layer),
    ],
    wishes: wishesOf([patterns.rows]),
  };
}

function sinkNotes(state: StoreState, layer: number, count: number): readonly string[] {
  const sink = sinkPosition(state, layer, count - 1);
  return sink === undefined
    ? []
    : [
        `${tokenWords(state, sink)} is a sink here: its residual is more than ten times as long as the median, and heads park their weight on it.`,
      ];
}
