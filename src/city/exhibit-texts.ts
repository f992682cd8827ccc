import type { ExhibitPlan, PlacedBoard } from '#plan/exhibit-plan.ts';
import { cellRect } from '#plan/exhibit-plan.ts';
import { exhibitMargins, nameWidthEm } from '#plan/exhibit-margins.ts';
import type { LinearRgb } from '#kit/oklch.ts';
import type { Board, Exhibit } from '#view/exhibit/board.ts';
import type { TextSpot } from './label-board.ts';
import type { TextGrade } from './label-atlas.ts';
import type { LabelInk } from './label-quad.ts';

/** One line of text on an exhibit's plane. */
export interface ExhibitText {
  readonly text: string;
  readonly grade: TextGrade;
  readonly spot: TextSpot;
}

/** Names stand at least that far apart, ems. */
const nameStepEm = 1.12;
const columnGapEm = 0.7;
const missingLineEm = 1.35;
const mostMissingLines = 6;
const letterEm = 0.53;

const titleInk: LabelInk = { red: 0.78, green: 0.84, blue: 0.96, alpha: 1 };
const nameInk: LabelInk = { red: 0.4, green: 0.46, blue: 0.58, alpha: 1 };
const missingInk: LabelInk = { red: 0.5, green: 0.55, blue: 0.66, alpha: 1 };

/** Everything that is written on an exhibit: titles first, for they are read first. */
export function exhibitTexts(
  exhibit: Exhibit,
  plan: ExhibitPlan,
  hueOf: (board: Board) => LinearRgb,
): readonly ExhibitText[] {
  const { title } = plan;
  const head: ExhibitText = {
    text: exhibit.title,
    grade: 'small',
    spot: { ...title, align: 'begin', ink: titleInk },
  };
  const pairs = exhibit.boards.flatMap((board) => {
    const placed = plan.boards.find(({ key }) => key === board.key);
    return placed ? [{ board, placed }] : [];
  });
  return [
    head,
    ...pairs.map(({ board, placed }) => titleText(board, placed, hueOf(board))),
    ...pairs.flatMap(({ board, placed }) => missingTexts(board, placed)),
    ...pairs.flatMap(({ board, placed }) => columnTexts(board, placed)),
    ...pairs.flatMap(({ board, placed }) => rowTexts(board, placed)),
  ].filter(({ text }) => text.trim() !== '');
}

function titleText(board: Board, { title }: PlacedBoard, hue: LinearRgb): ExhibitText {
  const [red, green, blue] = hue.map((channel) => 0.25 + 0.6 * channel);
  const ink = { red: red ?? 1, green: green ?? 1, blue: blue ?? 1, alpha: 1 };
  return { text: board.title, grade: 'small', spot: { ...title, align: 'begin', ink } };
}

/** The sentence instead of the cells, in lines as wide as the glass. */
function missingTexts({ missing }: Board, { cells, plate, em }: PlacedBoard): ExhibitText[] {
  if (missing === undefined) return [];
  const widest = plate.right - plate.left - 2 * exhibitMargins.edgeEm * em;
  const lines = wrapped(missing, Math.max(8, Math.floor(widest / (em * letterEm))));
  const step = missingLineEm * em;
  const first = (cells.top + cells.bottom) / 2 + ((lines.length - 1) * step) / 2;
  return lines.map((text, nth) => ({
    text,
    grade: 'small',
    spot: {
      right: (plate.left + plate.right) / 2,
      up: first - nth * step,
      align: 'middle',
      em,
      widest,
      ink: missingInk,
    },
  }));
}

/** Breaks at spaces; what is too long for all lines ends in "…". */
function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > letters) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  if (lines.length <= mostMissingLines) return lines;
  const kept = lines.slice(0, mostMissingLines);
  return [...kept.slice(0, -1), `${kept.at(-1) ?? ''} …`];
}

/** Beside the rows: every one that has room. */
function rowTexts({ rowNames, missing }: Board, placed: PlacedBoard): ExhibitText[] {
  const { bands, em, cells, rowCount, showsRowNames } = placed;
  if (!showsRowNames || rowNames.length === 0 || missing !== undefined) return [];
  const right = cells.left - exhibitMargins.gapEm * em;
  const texts: ExhibitText[] = [];
  let lastUp = Infinity;
  for (const band of bands) {
    const height = (band.top - band.bottom) / band.rowCount;
    const every = Math.max(1, Math.ceil((nameStepEm * em) / height));
    for (let nth = 0; nth < band.rowCount; nth += 1) {
      const row = band.firstRow + band.rowStep * nth;
      const up = band.top - (nth + 0.5) * height;
      if (row % every !== 0 || row >= rowCount || lastUp - up < nameStepEm * em * 0.99) continue;
      lastUp = up;
      const spot = { right, up, align: 'end', em, ink: nameInk } as const;
      const widest = exhibitMargins.longestNameEm * em;
      texts.push({ text: rowNames[row] ?? '', grade: 'small', spot: { ...spot, widest } });
    }
  }
  return texts;
}

/** Below the columns: every nth, so that none touches the next. */
function columnTexts({ columnNames, missing }: Board, placed: PlacedBoard): ExhibitText[] {
  const { bands, em, cells, columnCount, plate } = placed;
  const last = bands.at(-1);
  if (columnNames.length === 0 || !last || missing !== undefined) return [];
  const width = (cells.right - cells.left) / columnCount;
  const lowest = last.firstRow + last.rowStep * (last.rowCount - 1);
  const texts: ExhibitText[] = [];
  let end = -Infinity;
  for (let column = 0; column < Math.min(columnCount, columnNames.length); column += 1) {
    const name = columnNames[column] ?? '';
    const cell = cellRect(placed, lowest, column);
    if (name === '' || !cell) continue;
    const half = (nameWidthEm(name) * em) / 2;
    const middle = (cell.left + cell.right) / 2;
    if (middle - half < end + columnGapEm * em) continue;
    // The next board's names begin where this one's glass ends.
    if (middle - half < plate.left || middle + half > plate.right) continue;
    end = middle + half;
    texts.push({
      text: name,
      grade: 'small',
      spot: {
        right: middle,
        up: cells.bottom - 0.75 * em,
        align: 'middle',
        em,
        widest: Math.max(width, 2 * half),
        ink: nameInk,
      },
    });
  }
  return texts;
}
