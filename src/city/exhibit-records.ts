import type { ExhibitFrame } from '#plan/exhibit-frame.ts';
import type { ExhibitPlan, ExhibitRect, PlacedBoard, RowBand } from '#plan/exhibit-plan.ts';
import type { LinearRgb } from '#kit/oklch.ts';
import type { CellLevels } from './exhibit-values.ts';

/** Texels (RGBA) of one quad. */
export const exhibitTexels = 7;
const exhibitFloats = exhibitTexels * 4;

/** What a quad is. */
export const exhibitKinds = { wall: 0, slab: 1, plate: 2 } as const;
/** How a plate's cells are drawn. */
export const cellKinds = { none: 0, heat: 1, standingBars: 2, lyingBars: 3 } as const;

/** What is drawn of a board besides its place. */
export interface BoardLook {
  readonly hue: LinearRgb;
  /** Undefined where a sentence stands in place of the cells. */
  readonly chart: 'heat' | 'bars' | undefined;
  /** Bars start in the middle, for there are negative ones. */
  readonly isSigned: boolean;
  readonly levels: CellLevels;
  readonly firstCell: number;
}

/** A row and a column of a board; −1 for none. */
export interface MarkedCell {
  readonly row: number;
  readonly column: number;
}

/** Metres behind the boards. */
const wallOut = -0.03;
/** The wall's glass reaches beyond the boards, as a share of the exhibit's height. */
const wallEdgeShare = 0.02;

export function writeWall(recordsArray: Float32Array, record: number, plan: ExhibitPlan): void {
  const edge = wallEdgeShare * plan.height;
  recordsArray.fill(0, record * exhibitFloats, (record + 1) * exhibitFloats);
  const rect = { left: -edge, right: plan.width + edge, bottom: -edge, top: plan.height + edge };
  writePlace(recordsArray, record, { kind: exhibitKinds.wall, rect, out: wallOut });
}

/** From the exhibit's upper edge to the open floor. */
export function writeSlab(
  recordsArray: Float32Array,
  record: number,
  plan: ExhibitPlan,
  slab: NonNullable<ExhibitFrame['slab']>,
): void {
  recordsArray.fill(0, record * exhibitFloats, (record + 1) * exhibitFloats);
  const rect = { left: 0, right: plan.width, bottom: plan.height, top: plan.height };
  writePlace(recordsArray, record, { kind: exhibitKinds.slab, rect, out: 0 });
  recordsArray.set([slab.x, slab.y, slab.z], record * exhibitFloats + 8);
}

/** Quads a board takes: one for each band of its rows, which share its plate; one without rows. */
export function boardRecordCount({ bands }: PlacedBoard): number {
  return Math.max(1, bands.length);
}

/** Writes a board into its records, from the top of its plate to the bottom. */
export function writeBoard(
  recordsArray: Float32Array,
  firstRecord: number,
  board: PlacedBoard,
  look: BoardLook,
): void {
  const count = boardRecordCount(board);
  for (let nth = 0; nth < count; nth += 1) {
    const band = board.bands[nth];
    const record = firstRecord + nth;
    const rect = {
      ...board.plate,
      top: nth === 0 || !band ? board.plate.top : band.top,
      bottom: nth === count - 1 || !band ? board.plate.bottom : band.bottom,
    };
    recordsArray.fill(0, record * exhibitFloats, (record + 1) * exhibitFloats);
    writePlace(recordsArray, record, { kind: exhibitKinds.plate, rect, out: 0 });
    const at = record * exhibitFloats;
    recordsArray.set(look.hue, at + 24);
    recordsArray[at + 27] = board.plate.top - rect.top;
    recordsArray[at + 7] = rect.bottom - board.plate.bottom;
    if (band && look.chart) writeCellsPlace(recordsArray, at, { board, band, rect, look });
    writeMark(recordsArray, record, { row: -1, column: -1 });
  }
}

export function writeMark(recordsArray: Float32Array, record: number, mark: MarkedCell): void {
  recordsArray[record * exhibitFloats + 22] = mark.row;
  recordsArray[record * exhibitFloats + 23] = mark.column;
}

function writePlace(
  recordsArray: Float32Array,
  record: number,
  place: { readonly kind: number; readonly rect: ExhibitRect; readonly out: number },
): void {
  const at = record * exhibitFloats;
  const { rect } = place;
  recordsArray[at] = rect.left;
  recordsArray[at + 1] = rect.bottom;
  recordsArray[at + 2] = rect.right - rect.left;
  recordsArray[at + 3] = rect.top - rect.bottom;
  recordsArray[at + 4] = place.kind;
  recordsArray[at + 5] = place.out;
}

function writeCellsPlace(
  recordsArray: Float32Array,
  at: number,
  cells: {
    readonly board: PlacedBoard;
    readonly band: RowBand;
    readonly rect: ExhibitRect;
    readonly look: BoardLook;
  },
): void {
  const { board, band, rect, look } = cells;
  const width = (board.cells.right - board.cells.left) / board.columnCount;
  const height = (band.top - band.bottom) / band.rowCount;
  const bars = width > height ? cellKinds.lyingBars : cellKinds.standingBars;
  recordsArray[at + 6] = look.chart === 'heat' ? cellKinds.heat : bars;
  recordsArray[at + 8] = board.cells.left - rect.left;
  recordsArray[at + 9] = band.bottom - rect.bottom;
  recordsArray[at + 10] = board.cells.right - board.cells.left;
  recordsArray[at + 11] = band.top - band.bottom;
  recordsArray[at + 12] = board.rowCount;
  recordsArray[at + 13] = board.columnCount;
  recordsArray[at + 14] = band.firstRow;
  recordsArray[at + 15] = band.rowStep;
  recordsArray[at + 16] = band.rowCount;
  recordsArray[at + 17] = look.isSigned ? 1 : 0;
  recordsArray[at + 18] = look.levels.first;
  recordsArray[at + 19] = look.levels.count;
  // Whole numbers are exact in floats far beyond the cells of any exhibit.
  recordsArray[at + 20] = look.firstCell;
}
