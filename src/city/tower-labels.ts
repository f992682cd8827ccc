import { towerMiddleMetres } from '#plan/avenue-plan.ts';
import type { AvenuePlan } from '#plan/avenue-plan.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { billboardBaseMetres, signMeasures } from '#plan/sign-measures.ts';
import { litLayer } from '#store/read.ts';
import type { StoreState } from '#store/read.ts';
import type { LabelAtlas } from './label-atlas.ts';
import type { LabelBoard, LabelSurface } from './label-board.ts';
import { labelInks } from './label-inks.ts';
import { quadAnchors } from './label-quad.ts';
import type { LabelInk } from './label-quad.ts';
import { quadsPerRow } from './label-shader.ts';
import { tokenText } from './token-texts.ts';
import type { TokenText, TokenTexts } from './token-texts.ts';

const predictionCount = 5;
const record = { token: 0, id: 1, plate: 2, rim: 3, firstPrediction: 4 } as const;
const recordsPerPrediction = 4;

export interface TowerLabelSources {
  readonly board: LabelBoard;
  readonly atlas: LabelAtlas;
  readonly texts: TokenTexts;
  /** Record of the first tower's first quad; each tower has a row of the board. */
  readonly firstRecord: number;
}

/**
 * A tower's own texts: the token and its id on the plinth, the five most likely next tokens on the
 * roof once its last layer is computed.
 */
export class TowerLabels {
  readonly #sources: TowerLabelSources;
  /** What each tower shows, so that a tower is written only when that changes. */
  readonly #shown: (string | undefined)[] = [];

  constructor(sources: TowerLabelSources) {
    this.#sources = sources;
  }

  /** Everything is written anew. */
  forget(): void {
    this.#shown.fill(undefined);
  }

  /** @returns false when some text is not in the atlas yet: write again in a later frame. */
  write(state: StoreState, plan: AvenuePlan): boolean {
    let isComplete = true;
    const count = Math.max(plan.tokenCount, this.#shown.length);
    for (let position = 0; position < count; position += 1) {
      const look = lookOf(state, plan, position);
      if (this.#shown[position] === look.key) continue;
      const isWritten = this.#writeTower(state, plan, position, look);
      this.#shown[position] = isWritten ? look.key : undefined;
      isComplete &&= isWritten;
    }
    this.#shown.length = plan.tokenCount;
    return isComplete;
  }

  #writeTower(state: StoreState, plan: AvenuePlan, position: number, look: TowerLook): boolean {
    const { board, firstRecord } = this.#sources;
    const first = firstRecord + position * quadsPerRow;
    const token = state.tokens[position];
    board.clearRange(first, quadsPerRow);
    const isBillboardWritten = !look.hasBillboard || this.#writeBillboard(state, plan, position);
    if (!token || !look.tokenInk) return isBillboardWritten;
    const isPlinthWritten = this.#writePlinth(first, position, {
      text: tokenText(token.text, token.bytes),
      id: token.id,
      ink: look.tokenInk,
    });
    return isPlinthWritten && isBillboardWritten;
  }

  #writePlinth(
    first: number,
    position: number,
    token: { readonly text: TokenText; readonly id: number; readonly ink: LabelInk },
  ): boolean {
    const { board, atlas } = this.#sources;
    const surface = towerSurface(position, {
      y: 0,
      out: cityMeasures.plinthMetres / 2 + signMeasures.plinthOutMetres,
    });
    const text = atlas.spell(token.text.text, token.text.hex);
    const written =
      text === undefined
        ? undefined
        : board.text(
            first + record.token,
            surface,
            { text, grade: 'large' },
            {
              right: 0,
              up: signMeasures.plinthTextMetres,
              align: 'middle',
              em: signMeasures.plinthTextEm,
              widest: signMeasures.plinthTextWidthMetres,
              ink: token.ink,
            },
          );
    const id = board.text(
      first + record.id,
      surface,
      { text: `#${String(token.id)}`, grade: 'small' },
      {
        right: 0,
        up: signMeasures.plinthIdMetres,
        align: 'middle',
        em: signMeasures.plinthIdEm,
        ink: labelInks.tokenId,
      },
    );
    return written !== undefined && id !== undefined;
  }

  #writeBillboard(state: StoreState, plan: AvenuePlan, position: number): boolean {
    const { board, firstRecord, texts } = this.#sources;
    const first = firstRecord + position * quadsPerRow;
    const overview = state.overviews[position];
    const half = cityMeasures.towerMetres / 2 + signMeasures.billboardOutMetres;
    const plate = towerSurface(position, { y: billboardBaseMetres(plan), out: half });
    const front = { ...plate, out: half + 0.008 };
    writePlate(board, first, plate, front);
    let isComplete = true;
    for (let nth = 0; nth < predictionCount; nth += 1) {
      const at = first + record.firstPrediction + nth * recordsPerPrediction;
      const id = overview?.predictionToken[nth] ?? -1;
      const probability = Math.exp(overview?.predictionLogprob[nth] ?? -Infinity);
      if (id < 0) board.clearRange(at, recordsPerPrediction);
      else {
        const line = predictionLine(nth, texts.of(id, state), probability);
        isComplete = this.#writePrediction(at, front, line) && isComplete;
      }
    }
    return isComplete;
  }

  #writePrediction(at: number, surface: LabelSurface, line: PredictionLine): boolean {
    const { board, atlas } = this.#sources;
    const { em, up } = line;
    const edge = signMeasures.billboardWidthMetres / 2 - 0.1;
    const share = board.text(
      at + 1,
      surface,
      { text: percentText(line.probability), grade: 'small' },
      { right: edge, up, align: 'end', em: em * 0.78, ink: line.ink },
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
              ink: line.ink,
            },
          );
    const track = { up: up - em * 0.72, height: em * 0.13, em };
    const width = Math.max(0.012, 2 * edge * line.probability);
    board.box(at + 2, surface, { ...track, right: 0, width: 2 * edge, ink: labelInks.barTrack });
    board.box(
      at + 3,
      { ...surface, out: surface.out + 0.003 },
      {
        ...track,
        right: -edge + width / 2,
        width,
        ink: line.isFirst ? labelInks.bar : labelInks.barOther,
      },
    );
    return text !== undefined && share !== undefined;
  }
}

interface PredictionLine {
  readonly text: TokenText;
  readonly probability: number;
  readonly isFirst: boolean;
  readonly em: number;
  readonly up: number;
  readonly ink: LabelInk;
}

/** The most likely stands on top and is the largest. */
function predictionLine(nth: number, text: TokenText, probability: number): PredictionLine {
  const top = signMeasures.billboardHeightMetres;
  const isFirst = nth === 0;
  return {
    text,
    probability,
    isFirst,
    em: isFirst ? 0.36 : 0.19,
    up: isFirst ? top - 0.28 : top - 0.5 - 0.27 * nth + 0.09,
    ink: isFirst ? labelInks.prediction : labelInks.predictionOther,
  };
}

function writePlate(
  board: LabelBoard,
  first: number,
  plate: LabelSurface,
  front: LabelSurface,
): void {
  const { billboardWidthMetres: width, billboardHeightMetres: height } = signMeasures;
  const em = 0.36;
  const size = { right: 0, up: height / 2, width, height, em };
  board.box(first + record.plate, plate, { ...size, ink: labelInks.plate });
  board.box(first + record.rim, front, {
    ...size,
    up: height - 0.012,
    height: 0.024,
    ink: labelInks.plateRim,
  });
}

function towerSurface(
  position: number,
  at: { readonly y: number; readonly out: number },
): LabelSurface {
  return { anchor: quadAnchors.tower, x: towerMiddleMetres(position), z: 0, ...at };
}

interface TowerLook {
  readonly key: string;
  readonly tokenInk: LabelInk | undefined;
  readonly hasBillboard: boolean;
}

/** What of a tower's texts is to be seen under the cursor and the settings. */
function lookOf(state: StoreState, plan: AvenuePlan, position: number): TowerLook {
  const token = state.tokens[position];
  const { shown } = state.settings;
  const layerCount = plan.shape.layerCount;
  const promptTokenCount = state.hello?.run.promptTokenCount ?? 0;
  const lit = litLayer(state.cursor, position, promptTokenCount, layerCount);
  const isAhead = position > state.cursor.position;
  const overview = state.overviews[position];
  const hasBillboard = shown.predictions && lit === layerCount - 1 && overview !== undefined;
  const ink = inkOf(state, position, isAhead);
  // A word the sampler chose is not given away before the replay is there.
  const isHidden = !token || !shown.labels || (isAhead && token.from === 'sampler');
  const tokenInk = isHidden ? undefined : ink;
  const board = hasBillboard ? String(overview.clock.token) : '';
  return {
    key: `${String(token?.id)} ${String(tokenInk && inkNumbers.get(ink))} ${board}`,
    tokenInk,
    hasBillboard,
  };
}

const inkNumbers = new Map<LabelInk, number>(
  [labelInks.token, labelInks.tokenSelected, labelInks.tokenAhead].map((ink, nth) => [ink, nth]),
);

function inkOf(state: StoreState, position: number, isAhead: boolean): LabelInk {
  if (state.selectedPosition === position) return labelInks.tokenSelected;
  return isAhead ? labelInks.tokenAhead : labelInks.token;
}

export function percentText(probability: number): string {
  const percent = probability * 100;
  if (percent >= 99.5 && percent < 100) return '>99 %';
  return percent < 1 ? '<1 %' : `${String(Math.round(percent))} %`;
}
