import { exhibitGrid } from './exhibit-grid.ts';
import { boardMargins, exhibitMargins } from './exhibit-margins.ts';
import type { ExhibitBoard, ExhibitPlan, PlacedBoard, RowBand } from './exhibit-plan.ts';
import { titleLineEm, storyLook, withTitles } from './exhibit-titles.ts';
import type { StoryLook } from './exhibit-titles.ts';

/** Boards of this group have a row for each floor and stand beside their tower, row by row. */
const towerGroup = 'tower';

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

/** Widths of cells that look well, ems; they give way where the canvas is narrow. */
const barEm = 6.5;
const profileEm = 15;
const cellEm = 1.1;
const heatEm = { least: 5, most: 15 } as const;
const widest = 1.3;

/** A token's story: boards side by side, each row on the height of its floor; what else there is, beside them. */
export function exhibitTower(exhibit: TowerExhibit): ExhibitPlan {
  const { boards, floors } = exhibit;
  const own = boards.filter(({ group }) => group === towerGroup);
  const others = boards.filter(({ group }) => group !== towerGroup);
  const roof = floors.at(-1)?.top ?? 1;
  const base = floors[0]?.bottom ?? 0;
  const look = storyLook(exhibit.roomAspect);
  const em = (roof - base) * look.emShare;
  const { exhibitHeadEm, exhibitTitleEm } = exhibitMargins;
  const height = roof + (look.titleLines * titleLineEm + exhibitHeadEm) * em;
  const room = Math.max(0.3 * height, height * exhibit.roomAspect - exhibit.towerWidth);
  const ownRoom = others.length > 0 ? room * 0.66 : room;
  const stretch = stretchOf(own, ownRoom / em, look);
  let placed: PlacedBoard[] = [];
  let left = 0;
  own.forEach((board, nth) => {
    const next = placeBoard(board, exhibit, { left, em, look, stretch, showsRowNames: nth === 0 });
    placed.push(next);
    left = next.plate.right + look.gapEm * em;
  });
  placed = withTitles(own, placed, { base: roof + look.edgeEm * em, look });
  placed.push(...besides(others, { left, base, height: roof - base, width: room - left }));
  const width = Math.max(em * 20, ...placed.map(({ plate }) => plate.right));
  const title = {
    right: 0,
    up: height - (exhibitHeadEm / 2) * em,
    em: exhibitTitleEm * em,
    widest: width,
  };
  return { width, height, title, boards: placed };
}

function plainWidthEm({ chart, columnCount }: ExhibitBoard): number {
  if (chart === 'bars') return columnCount <= 3 ? barEm : profileEm;
  return Math.min(heatEm.most, Math.max(heatEm.least, columnCount * cellEm));
}

/** How much wider than they would be the cells are, for the boards to fill the room. */
function stretchOf(boards: readonly ExhibitBoard[], roomEm: number, look: StoryLook): number {
  let cells = 0;
  let fixed = 0;
  boards.forEach((board, nth) => {
    const names = boardMargins(board).left - exhibitMargins.edgeEm;
    cells += plainWidthEm(board);
    fixed += (nth === 0 ? names : 0) + 2 * look.edgeEm + look.gapEm;
  });
  return Math.min(widest, Math.max(look.narrowest, (roomEm - fixed) / Math.max(1, cells)));
}

function placeBoard(
  board: ExhibitBoard,
  { floors, rises }: TowerExhibit,
  at: {
    readonly left: number;
    readonly em: number;
    readonly look: StoryLook;
    readonly stretch: number;
    readonly showsRowNames: boolean;
  },
): PlacedBoard {
  const { em, look } = at;
  const names = at.showsRowNames ? boardMargins(board).left - exhibitMargins.edgeEm : 0;
  const left = at.left + (look.edgeEm + names) * em;
  const right = left + plainWidthEm(board) * at.stretch * em;
  const bottom = floors[0]?.bottom ?? 0;
  const top = floors.at(-1)?.top ?? 1;
  const plate = {
    left: at.left,
    right: right + look.edgeEm * em,
    bottom: Math.max(0, bottom - (look.edgeEm + exhibitMargins.nameEm) * em),
    top: top + 0.5 * look.edgeEm * em,
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
