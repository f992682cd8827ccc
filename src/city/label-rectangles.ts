import type { CameraRig } from '#contract/preview.ts';
import { middleAboveBaselineEm } from './label-atlas.ts';
import type { LabelBoard } from './label-board.ts';
import { placeQuad } from './label-placement.ts';
import type { LabelView, QuadPart } from './label-placement.ts';
import { quadAnchors, quadFloats } from './label-quad.ts';
import type { QuadAnchor } from './label-quad.ts';

/** A label as it stands on the canvas. */
export interface LabelRectangle {
  /** Undefined for plates and bars. */
  readonly text: string | undefined;
  readonly anchor: QuadAnchor;
  /** CSS pixels from the canvas's top left; four corners around the letters, in order. */
  readonly corners: readonly { readonly x: number; readonly y: number }[];
  /** 0 … 1: how much of it is to be seen at that distance and slant; what hides it is not counted. */
  readonly opacity: number;
}

/** Height of letters above and depth below the baseline, ems. */
const ascentEm = 0.76;
const descentEm = 0.22;

/** Every text and plate of the first `recordCount` records that can be made out from here. */
export function labelRectangles(
  board: LabelBoard,
  recordCount: number,
  view: LabelView,
  rig: Pick<CameraRig, 'project'>,
): readonly LabelRectangle[] {
  const { recordsArray } = board.records;
  const rectangles: LabelRectangle[] = [];
  for (let record = 0; record < recordCount; record += 1) {
    const anchor = Math.round(recordsArray[record * quadFloats + 3] ?? 0) as QuadAnchor;
    // A line is no rectangle, and it covers nothing to speak of.
    if (anchor === quadAnchors.lensLine) continue;
    const placed = placeQuad(recordsArray, record, lettersOf(board, record), view);
    if (!placed || placed.opacity < 0.02) continue;
    const corners = placed.corners.flatMap((corner) => rig.project(corner) ?? []);
    if (corners.length < placed.corners.length) continue;
    rectangles.push({
      text: board.entryAt(record)?.text,
      anchor,
      corners,
      opacity: placed.opacity,
    });
  }
  return rectangles;
}

/** The letters alone: a quad has a margin around them, in which nothing is drawn. */
export function lettersOf(board: LabelBoard, record: number): QuadPart {
  const at = record * quadFloats;
  const width = board.records.recordsArray[at + 8] ?? 0;
  const height = board.records.recordsArray[at + 9] ?? 0;
  const entry = board.entryAt(record);
  if (!entry) {
    return { left: -width / 2, right: width / 2, bottom: -height / 2, top: height / 2 };
  }
  const em = height / entry.heightEm;
  const halfWidth = (entry.advanceEm * em) / 2;
  const baseline = -middleAboveBaselineEm(entry) * em;
  return {
    left: -halfWidth,
    right: halfWidth,
    bottom: baseline - descentEm * em,
    top: baseline + ascentEm * em,
  };
}
