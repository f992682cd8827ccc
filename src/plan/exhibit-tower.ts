import { exhibitGrid } from './exhibit-grid.ts';
import { boardMargins, exhibitMargins, textWidthEm } from './exhibit-margins.ts';
import type { ExhibitBoard, ExhibitPlan, PlacedBoard, RowBand } from './exhibit-plan.ts';

/** Boards of this group have a row for each floor and stand beside their tower, row by row. */
export const towerGroup = 'tower';

/** A floor as it stands, metres above the exhibit's lower edge. */
export interface FloorSpan {
  readonly bottom: number;
  readonly top: number;
}

export interface TowerExhibit {
  readonly boards: readonly ExhibitBoard[];
  /** By layer, from below. */
  readonly floors: readonly FloorSpan[];
  /** Whether a board's first row is the lowest floor. */
  readonly rises: (board: ExhibitBoard) => boolean;
  /** Width over height of the room on the canvas. */
  readonly roomAspect: number;
  /** Metres of that room that the tower itself takes. */
  readonly towerWidth: number;
}

/** Em of names as a share of the floors' height: 30 floors of half a metre have 0.33 m. */
const emShare = 0.022;
/** Widths of cells that look well, ems; they give way where the canvas is narrow. */
const barEm = 6.5;
const profileEm = 15;
const cellEm = 1.1;
const heatEm = { least: 5, most: 15 } as const;
const narrowest = 0.45;
const widest = 1.3;

/** A token's story: boards side by side, each row on the height of its floor; what else there is, beside them. */
export function exhibitTower(exhibit: TowerExhibit): ExhibitPlan {
  const { boards, floors } = exhibit;
  const own = boards.filter(({ group }) => group === towerGroup);
  const others = boards.filter(({ group }) => group !== towerGroup);
  const roof = floors.at(-1)?.top ?? 1;
  const base = floors[0]?.bottom ?? 0;
  const em = (roof - base) * emShare;
  const { exhibitHeadEm, exhibitTitleEm, edgeEm } = exhibitMargins;
  const height = roof + (mostTitleLines * titleLineEm + exhibitHeadEm) * em;
  const room = Math.max(0.3 * height, height * exhibit.roomAspect - exhibit.towerWidth);
  const ownRoom = others.length > 0 ? room * 0.66 : room;
  const stretch = stretchOf(own, ownRoom / em);
  let placed: PlacedBoard[] = [];
  let left = 0;
  own.forEach((board, nth) => {
    const next = placeBoard(board, exhibit, { left, em, stretch, showsRowNames: nth === 0 });
    placed.push(next);
    left = next.plate.right + gapEm * em;
  });
  placed = withTitles(own, placed, roof + edgeEm * em);
  placed.push(...besides(others, { left, base, height: roof - base, width: room - left }));
  const width = Math.max(em * 20, ...placed.map(({ plate }) => plate.right));
  const title = {
    right: edgeEm * em,
    up: height - (exhibitHeadEm / 2) * em,
    em: exhibitTitleEm * em,
    widest: width - edgeEm * em,
  };
  return { width, height, title, boards: placed };
}

const gapEm = 0.45;
/** Titles stand above the glass, on so many lines by turns: narrow boards have long titles. */
const mostTitleLines = 3;
const titleLineEm = 1.55;

/**
 * Each title above its board, on the lowest line where it does not touch another; what reaches beyond
 * the last board begins farther left.
 */
function withTitles(
  boards: readonly ExhibitBoard[],
  placed: readonly PlacedBoard[],
  base: number,
): PlacedBoard[] {
  const end = placed.at(-1)?.plate.right ?? 0;
  const ends = Array.from({ length: mostTitleLines }, () => -Infinity);
  return placed.map((board, nth) => {
    const { em, plate } = board;
    const titleEm = exhibitMargins.titleEm * em;
    const wanted = textWidthEm(boards[nth]?.title ?? '') * titleEm;
    const right = Math.max(0, Math.min(plate.left, end - wanted));
    const free = ends.findIndex((last) => last + em <= right);
    const line = free >= 0 ? free : ends.indexOf(Math.min(...ends));
    const left = Math.max(right, (ends[line] ?? 0) + em);
    const widest = Math.min(wanted, Math.max(em, end - left));
    ends[line] = left + widest;
    return {
      ...board,
      title: { right: left, up: base + (0.6 + titleLineEm * line) * em, em: titleEm, widest },
    };
  });
}

function plainWidthEm({ chart, columnCount }: ExhibitBoard): number {
  if (chart === 'bars') return columnCount <= 3 ? barEm : profileEm;
  return Math.min(heatEm.most, Math.max(heatEm.least, columnCount * cellEm));
}

/** How much wider than they would be the cells are, for the boards to fill the room. */
function stretchOf(boards: readonly ExhibitBoard[], roomEm: number): number {
  let cells = 0;
  let fixed = 0;
  boards.forEach((board, nth) => {
    const { left, right } = boardMargins(board);
    cells += plainWidthEm(board);
    fixed += (nth === 0 ? left : exhibitMargins.edgeEm) + right + gapEm;
  });
  return Math.min(widest, Math.max(narrowest, (roomEm - fixed) / Math.max(1, cells)));
}

function placeBoard(
  board: ExhibitBoard,
  { floors, rises }: TowerExhibit,
  at: {
    readonly left: number;
    readonly em: number;
    readonly stretch: number;
    readonly showsRowNames: boolean;
  },
): PlacedBoard {
  const { em } = at;
  const margins = boardMargins(board);
  const left = at.left + (at.showsRowNames ? margins.left : exhibitMargins.edgeEm) * em;
  const right = left + plainWidthEm(board) * at.stretch * em;
  const bottom = floors[0]?.bottom ?? 0;
  const top = floors.at(-1)?.top ?? 1;
  const plate = {
    left: at.left,
    right: right + margins.right * em,
    bottom: Math.max(0, bottom - (exhibitMargins.edgeEm + exhibitMargins.nameEm) * em),
    top: top + (exhibitMargins.edgeEm / 2) * em,
  };
  const { key, rowCount, columnCount } = board;
  const hasCells = rowCount > 0 && columnCount > 0;
  return {
    key,
    rowCount,
    columnCount,
    plate,
    cells: { left, right, bottom, top },
    bands: hasCells ? bandsOf(board, floors, rises(board)) : [],
    em,
    showsRowNames: at.showsRowNames,
    title: { right: plate.left, up: plate.top, em, widest: plate.right - plate.left },
  };
}

/** Floors of one height that follow each other are one band. */
function bandsOf(
  { rowCount }: ExhibitBoard,
  floors: readonly FloorSpan[],
  rises: boolean,
): readonly RowBand[] {
  const bands: RowBand[] = [];
  for (let layer = floors.length - 1; layer >= 0; layer -= 1) {
    const floor = floors[layer];
    const row = rises ? layer : floors.length - 1 - layer;
    if (!floor || row >= rowCount) continue;
    const last = bands.at(-1);
    const height = floor.top - floor.bottom;
    const isAlike = last && Math.abs((last.top - last.bottom) / last.rowCount - height) < 1e-6;
    if (isAlike) {
      bands[bands.length - 1] = { ...last, rowCount: last.rowCount + 1, bottom: floor.bottom };
    } else {
      bands.push({ firstRow: row, rowStep: rises ? -1 : 1, rowCount: 1, ...floor });
    }
  }
  return bands;
}

/** Further boards, in a grid of their own that is as high as the floors. */
function besides(
  boards: readonly ExhibitBoard[],
  at: {
    readonly left: number;
    readonly base: number;
    readonly height: number;
    readonly width: number;
  },
): readonly PlacedBoard[] {
  if (boards.length === 0) return [];
  const width = Math.max(at.width, at.height * 0.3);
  const pixelHeight = 600;
  const { boards: placed, height } = exhibitGrid(boards, {
    width,
    height: at.height,
    pixelWidth: (pixelHeight * width) / at.height,
    pixelHeight,
    hasTitle: false,
  });
  const up = at.base + at.height - height;
  return placed.map((board) => moved(board, at.left, up));
}

function moved(board: PlacedBoard, right: number, up: number): PlacedBoard {
  const shift = <T extends { left: number; right: number; bottom: number; top: number }>(
    rect: T,
  ): T => ({
    ...rect,
    left: rect.left + right,
    right: rect.right + right,
    bottom: rect.bottom + up,
    top: rect.top + up,
  });
  return {
    ...board,
    plate: shift(board.plate),
    cells: shift(board.cells),
    bands: board.bands.map((band) => ({ ...band, bottom: band.bottom + up, top: band.top + up })),
    title: { ...board.title, right: board.title.right + right, up: board.title.up + up },
  };
}
