import { signMeasures } from '#plan/sign-measures.ts';
import type { KnownShare, PredictionChange, PredictionChangeRow } from '#view/prediction-change.ts';
import { percentText, writePlate } from './billboard-labels.ts';
import type { BillboardSources } from './billboard-labels.ts';
import type { LabelSurface, TextSpot } from './label-board.ts';
import { labelInks } from './label-inks.ts';
import type { TokenText } from './token-texts.ts';

/** Records after plate and rim: headings; text and share of each row; the view from afar. */
const record = { headings: 2, rows: 4, afar: 24 } as const;
const recordsPerRow = 2;
const rowCount = 5;
/** Em of the rows: from where they can be read, both columns are shown. */
const rowEm = 0.16;
const edgeMetres = signMeasures.billboardWidthMetres / 2 - 0.09;
/** Where the columns begin and how wide they are: the second has the change beside the share. */
const columns = {
  before: { left: -edgeMetres, width: 0.84 },
  after: { left: 0.84 + 0.1 - edgeMetres, width: 2 * edgeMetres - 0.94 },
} as const;
/** Shares are written smaller than the tokens they belong to. */
const shareEm = 0.115;

export interface ComparedBillboard {
  readonly change: PredictionChange;
  readonly textOf: (id: number) => TokenText;
}

/**
 * Writes a billboard into its 26 records while a changed run is shown: what the original says on the
 * left, what the changed one says on the right. From afar the changed one's answer and what it was before.
 *
 * @returns false when some text is not in the atlas yet.
 */
export function writeComparedBillboard(
  sources: BillboardSources,
  first: number,
  plate: LabelSurface,
  { change, textOf }: ComparedBillboard,
): boolean {
  const front = { ...plate, out: plate.out + 0.008 };
  writePlate(sources.board, first, plate, front);
  const sides = [
    { title: 'before', rows: change.before, column: columns.before },
    { title: 'after, ± points', rows: change.after, column: columns.after },
  ];
  let isComplete = true;
  sides.forEach(({ title, rows, column }, nth) => {
    const heading = sources.board.text(
      first + record.headings + nth,
      front,
      { text: title, grade: 'small' },
      { ...nearSpot(column.left, 0), em: 0.11, ink: labelInks.bar, align: 'begin' },
    );
    isComplete &&= heading !== undefined;
    rows.slice(0, rowCount).forEach((row, place) => {
      const at = first + record.rows + (nth * rowCount + place) * recordsPerRow;
      const line = { row, text: textOf(row.id), column, place };
      isComplete = writeRow(sources, at, front, line) && isComplete;
    });
  });
  return writeAfar(sources, first + record.afar, front, { change, textOf }) && isComplete;
}

interface ComparedRow {
  readonly row: PredictionChangeRow;
  readonly text: TokenText;
  readonly column: (typeof columns)[keyof typeof columns];
  readonly place: number;
}

function writeRow(
  { board, atlas }: BillboardSources,
  at: number,
  surface: LabelSurface,
  { row, text, column, place }: ComparedRow,
): boolean {
  const ink = place === 0 ? labelInks.prediction : labelInks.predictionOther;
  const spot = { ...nearSpot(column.left, place + 1), ink } as const;
  const isAfter = column === columns.after;
  const words = isAfter ? `${shareText(row.after)} ${pointsText(row)}` : shareText(row.before);
  const share = board.text(
    at + 1,
    surface,
    { text: words.trimEnd(), grade: 'small' },
    { ...spot, right: column.left + column.width, align: 'end', em: shareEm },
  );
  const spelled = atlas.spell(text.text, text.hex);
  if (spelled === undefined || share === undefined) return false;
  const widest = column.width - share - 0.05;
  const content = { text: spelled, grade: 'small' } as const;
  return board.text(at, surface, content, { ...spot, align: 'begin', widest }) !== undefined;
}

/** As large as an ordinary billboard's: the changed run's answer, and what it was or had before. */
function writeAfar(
  { board, atlas }: BillboardSources,
  at: number,
  surface: LabelSurface,
  { change, textOf }: ComparedBillboard,
): boolean {
  const [was, is] = [change.before[0], change.after[0]];
  if (!was || !is) return true;
  const spelledOf = ({ id }: PredictionChangeRow): string | undefined => {
    const { text, hex } = textOf(id);
    return atlas.spell(text, hex);
  };
  const [old, now] = [spelledOf(was), spelledOf(is)];
  if (old === undefined || now === undefined) return false;
  const shares = `${shareText(is.before)} → ${shareText(is.after)}`;
  const look = {
    right: -edgeMetres,
    align: 'begin',
    widest: 2 * edgeMetres,
    finerEm: rowEm,
    ink: labelInks.prediction,
  } as const;
  const answer = { text: now, grade: 'large' } as const;
  const before = { text: was.id === is.id ? shares : `was ${old}`, grade: 'large' } as const;
  const first = board.text(at, surface, answer, { ...look, up: 1.12, em: 0.6 });
  const other = { ...look, up: 0.42, em: 0.44, ink: labelInks.predictionOther };
  return board.text(at + 1, surface, before, other) !== undefined && first !== undefined;
}

/** Headings stand in line 0. */
function nearSpot(left: number, line: number): Pick<TextSpot, 'right' | 'up' | 'em' | 'finerEm'> {
  const up = signMeasures.billboardHeightMetres - 0.13 - 0.265 * line;
  return { right: left, up, em: rowEm, finerEm: -rowEm };
}

function shareText({ percent, isMost }: KnownShare): string {
  const words = percentText(percent / 100);
  return isMost && !words.startsWith('<') ? `≤${words}` : words;
}

/** Empty where not even the direction is known. */
function pointsText({ points, before, after }: PredictionChangeRow): string {
  if (points === undefined) return '';
  const size = Math.abs(points);
  const digits = size >= 0.5 ? String(Math.round(size)) : '<1';
  const sign = points < 0 ? '−' : '+';
  return `${before.isMost || after.isMost ? '≥' : ''}${sign}${digits}`;
}
