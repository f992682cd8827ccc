/** A board of an exhibit, as far as its place depends on it. */
export interface ExhibitBoard {
  readonly key: string;
  readonly group: string;
  readonly title: string;
  readonly chart: 'heat' | 'bars';
  readonly rowCount: number;
  readonly columnCount: number;
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
}

/** Metres on an exhibit's plane, from its lower left corner. */
export interface ExhibitRect {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** Rows of equal height, one below the other. */
export interface RowBand {
  /** The uppermost row, and by how much the index changes from a row to the one below. */
  readonly firstRow: number;
  readonly rowStep: 1 | -1;
  readonly rowCount: number;
  readonly bottom: number;
  readonly top: number;
}

export interface PlacedBoard {
  readonly key: string;
  readonly rowCount: number;
  readonly columnCount: number;
  /** The glass with all that belongs to the board. */
  readonly plate: ExhibitRect;
  /** Where its cells are. */
  readonly cells: ExhibitRect;
  /** From the top; they fill the height of `cells`. None where there are no cells. */
  readonly bands: readonly RowBand[];
  /** Font size of its names; its title is a little larger. */
  readonly em: number;
  /** Whether its rows' names stand beside it; boards of one tower share those of the first. */
  readonly showsRowNames: boolean;
  /** Where the title stands: left end and middle of the capitals. */
  readonly title: {
    readonly right: number;
    readonly up: number;
    readonly em: number;
    readonly widest: number;
  };
}

/** Where everything of an exhibit stands on its plane, metres; x to the right, y up. */
export interface ExhibitPlan {
  readonly width: number;
  readonly height: number;
  readonly title: PlacedBoard['title'];
  readonly boards: readonly PlacedBoard[];
}

/** The rectangle of one cell; undefined where the board has no such cell. */
export function cellRect(
  { bands, cells, columnCount }: PlacedBoard,
  row: number,
  column: number,
): ExhibitRect | undefined {
  if (!(column >= 0 && column < columnCount)) return undefined;
  const width = (cells.right - cells.left) / columnCount;
  for (const band of bands) {
    const below = (row - band.firstRow) * band.rowStep;
    if (below < 0 || below >= band.rowCount) continue;
    const height = (band.top - band.bottom) / band.rowCount;
    return {
      left: cells.left + column * width,
      right: cells.left + (column + 1) * width,
      top: band.top - below * height,
      bottom: band.top - (below + 1) * height,
    };
  }
  return undefined;
}

/**
 * The cell at a point, or the nearest one when the point lies at most `reach` metres beside the
 * cells; undefined farther away.
 */
export function cellAt(
  { bands, cells, columnCount }: PlacedBoard,
  point: { readonly right: number; readonly up: number },
  reach: number,
): { readonly row: number; readonly column: number } | undefined {
  const right = within(point.right, cells.left, cells.right, reach);
  const up = within(point.up, cells.bottom, cells.top, reach);
  if (right === undefined || up === undefined) return undefined;
  const share = (right - cells.left) / (cells.right - cells.left);
  const column = Math.min(columnCount - 1, Math.floor(share * columnCount));
  for (const band of bands) {
    if (up < band.bottom && band !== bands.at(-1)) continue;
    const below = ((band.top - up) / (band.top - band.bottom)) * band.rowCount;
    const nth = Math.min(band.rowCount - 1, Math.max(0, Math.floor(below)));
    return { row: band.firstRow + band.rowStep * nth, column };
  }
  return undefined;
}

function within(value: number, low: number, high: number, reach: number): number | undefined {
  if (value < low - reach || value > high + reach) return undefined;
  return Math.min(high, Math.max(low, value));
}
