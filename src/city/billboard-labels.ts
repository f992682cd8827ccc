import { signMeasures } from '#plan/sign-measures.ts';
import type { LabelAtlas } from './label-atlas.ts';
import type { BoxSpot, LabelBoard, LabelSurface } from './label-board.ts';
import { labelInks } from './label-inks.ts';
import type { LabelInk } from './label-quad.ts';
import type { TokenText } from './token-texts.ts';

/** Predictions on a billboard. */
export const billboardLines = 5;
/** Records: plate, rim; text, share, track and bar of each line; the same for the view from afar. */
const record = { plate: 0, rim: 1, lines: 2, afar: 22 } as const;
const recordsPerLine = 4;
/** Em of the less likely predictions: from where it can be read, the board shows all five. */
const smallEm = 0.19;

export interface Prediction {
  readonly text: TokenText;
  readonly probability: number;
}

export interface BillboardSources {
  readonly board: LabelBoard;
  readonly atlas: LabelAtlas;
}

/**
 * Writes a billboard into its 26 records, most likely token first: the longer a bar the likelier. From afar
 * the most likely one stands alone, as large as the board allows.
 *
 * @returns false when some text is not in the atlas yet.
 */
export function writeBillboard(
  sources: BillboardSources,
  first: number,
  plate: LabelSurface,
  predictions: readonly Prediction[],
): boolean {
  const front = { ...plate, out: plate.out + 0.008 };
  writePlate(sources.board, first, plate, front);
  let isComplete = true;
  predictions.forEach((prediction, nth) => {
    const line = predictionLine(nth, prediction);
    const at = first + record.lines + nth * recordsPerLine;
    isComplete = writeLine(sources, at, front, line) && isComplete;
    if (line.isFirst)
      isComplete = writeAfar(sources, first + record.afar, front, line) && isComplete;
  });
  return isComplete;
}

function writeLine(
  { board, atlas }: BillboardSources,
  at: number,
  surface: LabelSurface,
  line: PredictionLine,
): boolean {
  const { em, up } = line;
  const edge = signMeasures.billboardWidthMetres / 2 - 0.1;
  const share = board.text(
    at + 1,
    surface,
    { text: percentText(line.probability), grade: 'small' },
    { right: edge, up, align: 'end', em: em * 0.78, finerEm: -smallEm, ink: line.ink },
  );
  const spelled = atlas.spell(line.text.text, line.text.hex);
  const text =
    spelled === undefined || share === undefined
      ? undefined
      : board.text(
          at,
          surface,
          { text: spelled, grade: line.isFirst ? 'large' : 'small' },
          {
            right: -edge,
            up,
            align: 'begin',
            em,
            widest: 2 * edge - share - 0.12,
            finerEm: -smallEm,
            ink: line.ink,
          },
        );
  writeBar(board, at + 2, surface, {
    up: up - em * 0.72,
    height: em * 0.13,
    em,
    finerEm: -smallEm,
    line,
  });
  return text !== undefined && share !== undefined;
}

/** From afar the most likely token stands alone, as large as the board allows. */
function writeAfar(
  { board, atlas }: BillboardSources,
  at: number,
  surface: LabelSurface,
  line: PredictionLine,
): boolean {
  const left = 0.1 - signMeasures.billboardWidthMetres / 2;
  const spelled = atlas.spell(line.text.text, line.text.hex);
  const look = { right: left, align: 'begin', finerEm: smallEm, ink: line.ink } as const;
  const text =
    spelled === undefined
      ? undefined
      : board.text(
          at,
          surface,
          { text: spelled, grade: 'large' },
          { ...look, up: 1.12, em: 0.6, widest: -2 * left },
        );
  const percent = { text: percentText(line.probability), grade: 'small' } as const;
  const share = board.text(at + 1, surface, percent, { ...look, up: 0.5, em: 0.44 });
  writeBar(board, at + 2, surface, { up: 0.15, height: 0.1, em: 0.44, finerEm: smallEm, line });
  return text !== undefined && share !== undefined;
}

function writeBar(
  board: LabelBoard,
  at: number,
  surface: LabelSurface,
  { line, ...track }: BarSpot,
): void {
  const edge = signMeasures.billboardWidthMetres / 2 - 0.1;
  const width = Math.max(0.012, 2 * edge * line.probability);
  board.box(at, surface, { ...track, right: 0, width: 2 * edge, ink: labelInks.barTrack });
  board.box(
    at + 1,
    { ...surface, out: surface.out + 0.003 },
    {
      ...track,
      right: -edge + width / 2,
      width,
      ink: line.isFirst ? labelInks.bar : labelInks.barOther,
    },
  );
}

type BarSpot = Pick<BoxSpot, 'up' | 'height' | 'em' | 'finerEm'> & {
  readonly line: PredictionLine;
};

interface PredictionLine {
  readonly text: TokenText;
  readonly probability: number;
  readonly isFirst: boolean;
  readonly em: number;
  readonly up: number;
  readonly ink: LabelInk;
}

/** The most likely stands on top and is the largest. */
function predictionLine(nth: number, { text, probability }: Prediction): PredictionLine {
  const top = signMeasures.billboardHeightMetres;
  const isFirst = nth === 0;
  return {
    text,
    probability,
    isFirst,
    em: isFirst ? 0.38 : smallEm,
    up: isFirst ? top - 0.28 : top - 0.5 - 0.27 * nth + 0.09,
    ink: isFirst ? labelInks.prediction : labelInks.predictionOther,
  };
}

export function writePlate(
  board: LabelBoard,
  first: number,
  plate: LabelSurface,
  front: LabelSurface,
): void {
  const { billboardWidthMetres: width, billboardHeightMetres: height } = signMeasures;
  const em = 0.44;
  const size = { right: 0, up: height / 2, width, height, em };
  board.box(first + record.plate, plate, { ...size, ink: labelInks.plate });
  board.box(first + record.rim, front, {
    ...size,
    up: height - 0.012,
    height: 0.024,
    ink: labelInks.plateRim,
  });
}

export function percentText(probability: number): string {
  const percent = probability * 100;
  if (percent >= 99.5 && percent < 100) return '>99 %';
  return percent < 1 ? '<1 %' : `${String(Math.round(percent))} %`;
}
