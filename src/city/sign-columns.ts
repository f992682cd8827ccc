import type { Vec3 } from '#contract/preview.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { emptySignColumn, signShare, writeSignColumn } from '#plan/sign-column.ts';
import type { SignColumn, SignPlace } from '#plan/sign-column.ts';
import type { LensSigns } from '#plan/lens-signs.ts';
import { signMeasures } from '#plan/sign-measures.ts';
import type { LabelDraw } from './label-draw.ts';

/** One column as it hangs for the eye of this frame. */
export interface HungColumn {
  readonly column: SignColumn;
  /** Share of full size; 0 hides it. */
  readonly share: number;
}

/** Lens signs and floor numbers hang on the outlines of their towers, wherever the eye is. */
export class SignColumns {
  readonly #lens = new Hanger(1, signMeasures.lensMostShare);
  readonly #ruler = new Hanger(-1, 1);
  readonly #rulerSigns = {
    position: 0,
    widthMetres: signMeasures.rulerWidthMetres,
    standingCount: 0,
  };
  #eye: Vec3 | undefined;
  #plan: CityPlan | undefined;

  get lens(): HungColumn {
    return this.#lens;
  }

  get ruler(): HungColumn {
    return this.#ruler;
  }

  /** Hangs the columns anew if the eye, the towers or the signs have changed. */
  hang(draw: LabelDraw, plan: CityPlan, eye: Vec3, signs: LensSigns): void {
    const isSame = eye === this.#eye && plan === this.#plan;
    if (isSame && this.#lens.isFor(signs)) return;
    this.#eye = eye;
    this.#plan = plan;
    this.#lens.hang(plan, eye, signs);
    this.#rulerSigns.standingCount = signs.standingCount;
    this.#ruler.hang(plan, eye, this.#rulerSigns);
    draw.hang('lens', this.#lens.column, this.#lens.share);
    draw.hang('ruler', this.#ruler.column, this.#ruler.share);
  }
}

/** Keeps one column and the question asked for it: a camera that moves must not leave garbage behind. */
class Hanger implements HungColumn {
  readonly column = emptySignColumn();
  share = 0;
  readonly #place: { -readonly [key in keyof SignPlace]: SignPlace[key] };
  readonly #mostShare: number;

  constructor(preferredSide: 1 | -1, mostShare: number) {
    this.#place = { position: -1, standingCount: 0, preferredSide, neededMetres: 0 };
    this.#mostShare = mostShare;
  }

  isFor({ position, widthMetres, standingCount }: LensSigns): boolean {
    const place = this.#place;
    const isSameWidth = place.neededMetres === widthMetres;
    return isSameWidth && place.position === position && place.standingCount === standingCount;
  }

  hang(plan: CityPlan, eye: Vec3, { position, widthMetres, standingCount }: LensSigns): void {
    this.#place.standingCount = standingCount;
    this.#place.position = position;
    this.#place.neededMetres = widthMetres;
    const isPlaced = writeSignColumn(this.column, plan, eye, this.#place);
    this.share = isPlaced ? signShare(this.column, widthMetres, this.#mostShare) : 0;
  }
}
