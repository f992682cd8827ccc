import type { ExhibitBoard } from './exhibit-plan.ts';

/** Measures around a board's cells, ems of its names. */
export const exhibitMargins = {
  /** Glass beyond what stands on it. */
  edgeEm: 0.6,
  titleEm: 1.22,
  /** From the cells' upper edge to the middle of the title. */
  titleUpEm: 1.15,
  /** From the glass's upper edge to the cells. */
  headEm: 2.25,
  /** Between names and cells. */
  gapEm: 0.4,
  nameEm: 1.3,
  longestNameEm: 8,
  betweenBoardsEm: 0.9,
  betweenGroupsEm: 1.7,
  /** The exhibit's own title and the room it takes. */
  exhibitTitleEm: 1.75,
  exhibitHeadEm: 3.1,
} as const;

/** Mean width of a letter, ems. */
const letterEm = 0.56;

/** How wide a text is about, ems. */
export function textWidthEm(text: string): number {
  return text.length * letterEm;
}

/** How wide a name is at most, ems. */
export function nameWidthEm(name: string): number {
  return Math.min(exhibitMargins.longestNameEm, textWidthEm(name));
}

export interface BoardMargins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What a board needs around its cells, ems. */
export function boardMargins(board: ExhibitBoard): BoardMargins {
  const { edgeEm, gapEm, headEm, nameEm } = exhibitMargins;
  const names = Math.max(0, ...board.rowNames.map(nameWidthEm));
  return {
    left: edgeEm + (names > 0 ? names + gapEm : 0),
    right: edgeEm,
    top: headEm,
    bottom: edgeEm + (board.columnNames.length > 0 ? nameEm : 0),
  };
}

/** A bar is horizontal where its cell is wider than high: where a row has but a few. */
const fewBars = 3;

/** Width over height that a board's cells look well at. */
export function cellsAspect({ chart, rowCount, columnCount }: ExhibitBoard): number {
  if (rowCount === 0 || columnCount === 0) return 1.6;
  const ratio = columnCount / rowCount;
  if (chart === 'heat') return bounded(ratio, 0.55, 4.5);
  if (columnCount <= fewBars) return bounded(6 * ratio, 0.4, 2.2);
  return bounded(0.2 * ratio, 1.2, 6);
}

function bounded(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
