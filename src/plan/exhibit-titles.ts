import { textWidthEm } from './exhibit-margins.ts';
import type { ExhibitBoard, PlacedBoard } from './exhibit-plan.ts';

/** Measures of a token's story, ems but for the first. */
export interface StoryLook {
  /** Em of names as a share of the floors' height: 30 floors of half a metre have 0.33 m. */
  readonly emShare: number;
  readonly edgeEm: number;
  readonly gapEm: number;
  readonly titleEm: number;
  /** Titles stand above the glass, on so many lines by turns: narrow boards have long titles. */
  readonly titleLines: number;
  /** Cells keep at least that share of the width they would have. */
  readonly narrowest: number;
}

const wideLook: StoryLook = {
  emShare: 0.022,
  edgeEm: 0.6,
  gapEm: 0.45,
  titleEm: 1.22,
  titleLines: 3,
  narrowest: 0.45,
};
/** On a canvas that is higher than wide everything gives way to text that can be read. */
const narrowLook: StoryLook = {
  emShare: 0.03,
  edgeEm: 0.3,
  gapEm: 0.25,
  titleEm: 1,
  titleLines: 5,
  narrowest: 0.28,
};

export function storyLook(roomAspect: number): StoryLook {
  return roomAspect < 1.1 ? narrowLook : wideLook;
}

/** From one line of titles to the next. */
export const titleLineEm = 1.55;

/**
 * Each title above its board, on the lowest line where it does not touch another; what reaches beyond
 * the last board begins farther left.
 *
 * @param at - `base`: lower edge of the lowest line.
 */
export function withTitles(
  boards: readonly ExhibitBoard[],
  placed: readonly PlacedBoard[],
  at: { readonly base: number; readonly look: StoryLook },
): PlacedBoard[] {
  const end = placed.at(-1)?.plate.right ?? 0;
  const ends = Array.from({ length: at.look.titleLines }, () => -Infinity);
  return placed.map((board, nth) => {
    const { em, plate } = board;
    const titleEm = at.look.titleEm * em;
    const wanted = textWidthEm(boards[nth]?.title ?? '') * titleEm;
    const right = Math.max(0, Math.min(plate.left, end - wanted));
    const free = ends.findIndex((last) => last + em <= right);
    const line = free >= 0 ? free : ends.indexOf(Math.min(...ends));
    const left = Math.max(right, (ends[line] ?? 0) + em);
    const widest = Math.min(wanted, Math.max(em, end - left));
    ends[line] = left + widest;
    const up = at.base + (0.6 + titleLineEm * line) * em;
    return { ...board, title: { right: left, up, em: titleEm, widest } };
  });
}
