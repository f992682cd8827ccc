import type { DecodedLens } from '#contract/decoded-message.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { LensSigns } from '#plan/lens-signs.ts';
import { signMeasures } from '#plan/sign-measures.ts';
import { litLayer } from '#store/read.ts';
import type { StoreState } from '#store/read.ts';
import { focusPosition, newestLitPosition } from '#view/focus-position.ts';
import { lensTopCount, topLensLayer } from '#view/lens-layers.ts';
import type { LabelAtlas } from './label-atlas.ts';
import type { LabelBoard, LabelSurface } from './label-board.ts';
import { labelInks } from './label-inks.ts';
import { quadAnchors } from './label-quad.ts';
import type { TokenTexts } from './token-texts.ts';

/** Records of one floor's sign: text, rank, the rank's curve up to the next floor. */
const recordsPerFloor = 3;
const headRecords = 1;

export function lensRecordCount(layerCount: number): number {
  return headRecords + layerCount * recordsPerFloor;
}

export interface LensLabelSources {
  readonly board: LabelBoard;
  readonly atlas: LabelAtlas;
  readonly texts: TokenTexts;
  readonly firstRecord: number;
}

/** The tower whose lens is shown: the selected one, else the newest the replay has reached. */
function lensPositionOf(state: StoreState): number {
  return focusPosition(state) ?? 0;
}

/**
 * Signs of the logit lens beside one tower: at every lit floor what the model would say if it
 * stopped there, and the rank of its final answer; a curve of that rank runs up the tower, at the
 * wall where the answer comes first.
 */
export class LensLabels implements LensSigns {
  readonly #sources: LensLabelSources;
  #lens: DecodedLens | undefined;
  /** Highest floor that is written; −1 for none. */
  #writtenLayer = -1;
  #position = 0;
  #standingCount = 0;
  #widthMetres: number = signMeasures.lensTextMetres;

  constructor(sources: LensLabelSources) {
    this.#sources = sources;
  }

  /** Whether there is anything to be read. */
  get hasSigns(): boolean {
    return this.#writtenLayer >= 0;
  }

  /** Towers that stand by now. */
  get standingCount(): number {
    return this.#standingCount;
  }

  /** The tower that has the signs. */
  get position(): number {
    return this.#position;
  }

  /** How far the signs reach from the tower's edge. */
  get widthMetres(): number {
    return this.#widthMetres;
  }

  forget(): void {
    this.#lens = undefined;
  }

  /** @returns false when some text is not in the atlas yet. */
  write(state: StoreState, plan: CityPlan): boolean {
    const position = lensPositionOf(state);
    this.#position = position;
    this.#standingCount = (newestLitPosition(state) ?? -1) + 1;
    const { layerCount } = plan.shape;
    const promptTokenCount = state.hello?.run.promptTokenCount ?? 0;
    const lens = state.settings.shown.labels ? state.lenses[position] : undefined;
    const top = lens ? topLensLayer(lens) : -1;
    const lit = Math.min(top, litLayer(state.cursor, position, promptTokenCount, layerCount));
    if (!lens || lens !== this.#lens || lit < this.#writtenLayer) this.#clear(layerCount);
    this.#lens = lens;
    if (!lens || lit === this.#writtenLayer) return true;
    // The curve reaches from each written floor to the next: the topmost one has to be written again.
    let isComplete = this.#writeHead(state, lens, lit === top ? plan : undefined);
    for (let layer = Math.max(0, this.#writtenLayer); layer <= lit; layer += 1) {
      isComplete = this.#writeFloor(state, lens, { layer, lit, plan }) && isComplete;
    }
    this.#writtenLayer = lit;
    if (!isComplete) this.#lens = undefined;
    return isComplete;
  }

  #clear(layerCount: number): void {
    this.#sources.board.clearRange(this.#sources.firstRecord, lensRecordCount(layerCount));
    this.#writtenLayer = -1;
    this.#widthMetres = signMeasures.lensTextMetres;
  }

  /** Above the roof: whose rank the numbers are. Known when the last layer is computed. */
  #writeHead(state: StoreState, lens: DecodedLens, plan: CityPlan | undefined): boolean {
    const { board, atlas, texts, firstRecord } = this.#sources;
    // What the lens reads after the last computed layer is the model's answer.
    const answer = lens.token[topLensLayer(lens) * lensTopCount] ?? -1;
    if (!plan || answer < 0) {
      board.clear(firstRecord);
      return true;
    }
    const { text, hex } = texts.of(answer, state);
    const spelled = atlas.spell(text, hex);
    if (spelled === undefined) return false;
    const written = board.text(
      firstRecord,
      lensSurface(plan.shape.layerCount, plan.roofMetres + signMeasures.lensHeadMetres),
      { text: `rank of ${spelled}`, grade: 'small' },
      {
        right: signMeasures.lensTextMetres,
        up: 0,
        align: 'begin',
        em: signMeasures.lensHeadEm,
        widest: signMeasures.lensTextWidthMetres,
        ink: labelInks.lensRank,
      },
    );
    return written !== undefined;
  }

  #writeFloor(state: StoreState, lens: DecodedLens, at: LensFloor): boolean {
    const { board, atlas, texts, firstRecord } = this.#sources;
    const { layer, plan } = at;
    const first = firstRecord + headRecords + layer * recordsPerFloor;
    const surface = lensSurface(layer + 1, plan.floors.middleMetres(layer));
    const rank = lens.rank[layer] ?? 0;
    const { text, hex } = texts.of(lens.token[layer * lensTopCount] ?? -1, state);
    const spelled = atlas.spell(text, hex);
    this.#writeCurve(first + 2, lens, at);
    if (!plan.floors.isOpen(layer)) {
      // A folded floor has no room for words; the curve goes on.
      board.clearRange(first, 2);
      return true;
    }
    if (spelled === undefined) return false;
    const spot = {
      right: signMeasures.lensTextMetres,
      align: 'begin',
      widest: signMeasures.lensTextWidthMetres,
    } as const;
    const textWidth = board.text(
      first,
      surface,
      { text: spelled, grade: 'small' },
      {
        ...spot,
        up: signMeasures.lensTextUpMetres,
        em: signMeasures.lensTextEm,
        ink: isPunctuation(text) ? labelInks.lensFaint : labelInks.lens,
      },
    );
    const rankWidth = board.text(
      first + 1,
      surface,
      { text: `#${String(rank + 1)}`, grade: 'small' },
      {
        ...spot,
        up: signMeasures.lensRankUpMetres,
        em: signMeasures.lensRankEm,
        ink: rank === 0 ? labelInks.lens : labelInks.lensRank,
      },
    );
    if (textWidth === undefined || rankWidth === undefined) return false;
    const reach = signMeasures.lensTextMetres + Math.max(textWidth, rankWidth);
    this.#widthMetres = Math.max(this.#widthMetres, reach);
    return true;
  }

  #writeCurve(record: number, lens: DecodedLens, { layer, lit, plan }: LensFloor): void {
    const { board } = this.#sources;
    if (layer >= lit) {
      board.clear(record);
      return;
    }
    const beside = (rank: number): number =>
      signMeasures.lensGapMetres +
      signMeasures.lensCurveMetres * rankShare(rank, plan.shape.vocabularySize);
    const middle = plan.floors.middleMetres(layer);
    board.line(record, lensSurface(layer + 1, middle), {
      from: [beside(lens.rank[layer] ?? 0), 0],
      to: [beside(lens.rank[layer + 1] ?? 0), plan.floors.middleMetres(layer + 1) - middle],
      thick: 0.028,
      em: 0.4,
      ink: labelInks.lensCurve,
    });
  }
}

interface LensFloor {
  readonly layer: number;
  readonly lit: number;
  readonly plan: CityPlan;
}

/** @param climbed - floors that must stand for it to be there. */
function lensSurface(climbed: number, y: number): LabelSurface {
  return { anchor: quadAnchors.lens, x: climbed, y, z: 0, out: 0 };
}

/** 0 for the first rank, 1 for the last of the vocabulary, evenly in the logarithm. */
export function rankShare(rank: number, vocabularySize: number): number {
  return Math.log(rank + 1) / Math.log(Math.max(2, vocabularySize));
}

/** Early floors mostly say punctuation and spaces: these are written faintly. */
function isPunctuation(text: string): boolean {
  return /^[\p{P}\p{S}\s]*$/u.test(text);
}
