import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { billboardBaseMetres, signMeasures } from '#plan/sign-measures.ts';
import { litLayer } from '#store/read.ts';
import type { StoreState } from '#store/read.ts';
import { predictionChange } from '#view/prediction-change.ts';
import type { PredictionChange } from '#view/prediction-change.ts';
import type { LabelAtlas } from './label-atlas.ts';
import { billboardLines, writeBillboard } from './billboard-labels.ts';
import type { Prediction } from './billboard-labels.ts';
import type { writeComparedBillboard } from './compared-billboard.ts';
import type { LabelBoard, LabelSurface } from './label-board.ts';
import { labelInks } from './label-inks.ts';
import { quadAnchors } from './label-quad.ts';
import type { LabelInk } from './label-quad.ts';
import { quadsPerRow } from './label-shader.ts';
import { tokenText } from './token-texts.ts';
import type { TokenText, TokenTexts } from './token-texts.ts';

const record = { token: 0, id: 1, billboard: 2 } as const;

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
  /** What each tower shows, as `lookOf` says it; `unwritten` where it has to be written again. */
  readonly #looks: number[] = [];
  readonly #overviews: (DecodedOverview | undefined)[] = [];
  /** The overviews they are compared with. */
  readonly #others: (DecodedOverview | undefined)[] = [];
  #comparedWriter: typeof writeComparedBillboard | undefined;

  constructor(sources: TowerLabelSources) {
    this.#sources = sources;
  }

  /** Both runs' predictions stand side by side from now on. */
  compareWith(writer: typeof writeComparedBillboard): void {
    this.#comparedWriter = writer;
    this.forget();
  }

  /** Everything is written anew. */
  forget(): void {
    this.#looks.fill(unwritten);
  }

  /** @returns false when some text is not in the atlas yet: write again in a later frame. */
  write(state: StoreState, plan: CityPlan): boolean {
    let isComplete = true;
    const count = Math.max(plan.tokenCount, this.#looks.length);
    // Newest first: it is the one that is read.
    for (let position = count - 1; position >= 0; position -= 1) {
      const look = lookOf(state, plan, position);
      const overview = state.overviews[position];
      const other = state.beside?.overviews[position];
      const isSame = this.#overviews[position] === overview && this.#others[position] === other;
      if (this.#looks[position] === look && isSame) continue;
      const isWritten = this.#writeTower(state, plan, position, look);
      this.#looks[position] = isWritten ? look : unwritten;
      this.#overviews[position] = overview;
      this.#others[position] = other;
      isComplete &&= isWritten;
    }
    this.#looks.length = plan.tokenCount;
    return isComplete;
  }

  #writeTower(state: StoreState, plan: CityPlan, position: number, look: number): boolean {
    const { board, firstRecord } = this.#sources;
    const first = firstRecord + position * quadsPerRow;
    const token = state.tokens[position];
    const ink = tokenInks[look % billboardLook];
    board.clearRange(first, quadsPerRow);
    const isBillboardWritten = look < billboardLook || this.#writeBillboard(state, plan, position);
    if (!token || !ink) return isBillboardWritten;
    const isPlinthWritten = this.#writePlinth(first, position, {
      text: tokenText(token.text, token.bytes),
      id: token.id,
      ink,
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
        right: signMeasures.plinthTextWidthMetres / 2,
        up: signMeasures.plinthIdMetres,
        align: 'end',
        em: signMeasures.plinthIdEm,
        ink: labelInks.tokenId,
      },
    );
    return written !== undefined && id !== undefined;
  }

  #writeBillboard(state: StoreState, plan: CityPlan, position: number): boolean {
    const { firstRecord, texts } = this.#sources;
    const overview = state.overviews[position];
    const first = firstRecord + position * quadsPerRow + record.billboard;
    const textOf = (id: number): TokenText => texts.of(id, state);
    const predictions: Prediction[] = [];
    for (let nth = 0; nth < billboardLines; nth += 1) {
      const id = overview?.predictionToken[nth] ?? -1;
      const probability = Math.exp(overview?.predictionLogprob[nth] ?? -Infinity);
      if (id >= 0) predictions.push({ text: textOf(id), probability });
    }
    const out = cityMeasures.towerMetres / 2 + signMeasures.billboardOutMetres;
    const plate = towerSurface(position, { y: billboardBaseMetres(plan), out });
    const writeCompared = this.#comparedWriter;
    const change = writeCompared && changeAt(state, position, textOf);
    if (change) return writeCompared(this.#sources, first, plate, { change, textOf });
    return writeBillboard(this.#sources, first, plate, predictions);
  }
}

/** What the changed run that is shown made of a prediction; undefined where it is the same. */
function changeAt(
  state: StoreState,
  position: number,
  textOf: (id: number) => TokenText,
): PredictionChange | undefined {
  if (state.branch === 0) return undefined;
  const change = predictionChange(state, position, (id) => textOf(id).text);
  return change?.after.some(({ points }) => points !== 0) === true ? change : undefined;
}

function towerSurface(
  position: number,
  at: { readonly y: number; readonly out: number },
): LabelSurface {
  return { anchor: quadAnchors.tower, x: position, z: 0, ...at };
}

const unwritten = -1;
/** Ink of the token's text by a look's lower part; none where the text is not to be seen. */
const tokenInks = [
  undefined,
  labelInks.token,
  labelInks.tokenAhead,
  labelInks.tokenSelected,
] as const;
/** Added to a look where the billboard is to be seen. */
const billboardLook = tokenInks.length;

/** What of a tower's texts is to be seen under the cursor and the settings, in one number. */
function lookOf(state: StoreState, plan: CityPlan, position: number): number {
  const { layerCount } = plan.shape;
  const promptTokenCount = state.hello?.run.promptTokenCount ?? 0;
  const lit = litLayer(state.cursor, position, promptTokenCount, layerCount);
  const isPredicted = lit === layerCount - 1 && state.overviews[position] !== undefined;
  const hasBillboard = state.settings.shown.predictions && isPredicted;
  return tokenLook(state, position) + (hasBillboard ? billboardLook : 0);
}

function tokenLook(state: StoreState, position: number): number {
  const token = state.tokens[position];
  if (!token || !state.settings.shown.labels) return 0;
  const isAhead = position > state.cursor.position;
  // A word the sampler chose is not given away before the replay is there.
  if (isAhead && token.from === 'sampler') return 0;
  if (state.selectedPosition === position) return 3;
  return isAhead ? 2 : 1;
}
