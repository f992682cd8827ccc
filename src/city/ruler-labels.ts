import type { CityPlan } from '#plan/city-plan.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { hasRulerNumber, rulerFiveLayers } from '#plan/ruler-numbers.ts';
import { signMeasures } from '#plan/sign-measures.ts';
import type { LabelBoard, LabelSurface } from './label-board.ts';
import { labelInks } from './label-inks.ts';
import { quadAnchors } from './label-quad.ts';

export function rulerRecordCount(layerCount: number): number {
  return layerCount + 1;
}

/** Numbers of the floors beside the first tower; every fifth is larger and can be read from afar. */
export class RulerLabels {
  readonly #board: LabelBoard;
  readonly #firstRecord: number;
  #writtenCount = -1;

  constructor(board: LabelBoard, firstRecord: number) {
    this.#board = board;
    this.#firstRecord = firstRecord;
  }

  forget(): void {
    this.#writtenCount = -1;
  }

  /** @returns false when some number is not in the atlas yet. */
  write(plan: CityPlan, isShown: boolean): boolean {
    const { layerCount } = plan.shape;
    const count = isShown ? layerCount : 0;
    if (count === this.#writtenCount) return true;
    this.#board.clearRange(this.#firstRecord, rulerRecordCount(layerCount));
    let isComplete = true;
    for (let layer = 0; layer < count; layer += 1) {
      if (!hasRulerNumber(plan, layer)) continue;
      const isFifth = layer % rulerFiveLayers === 0;
      isComplete = this.#writeNumber(plan, layer, isFifth) && isComplete;
    }
    if (isShown) isComplete = this.#writeHead(layerCount) && isComplete;
    this.#writtenCount = isComplete ? count : -1;
    return isComplete;
  }

  #writeNumber({ floors }: CityPlan, layer: number, isFifth: boolean): boolean {
    const grown = isFifth ? 1.4 : 0.9;
    const written = this.#board.text(
      this.#firstRecord + layer,
      rulerSurface(floors.middleMetres(layer)),
      { text: String(layer), grade: 'small' },
      {
        right: signMeasures.rulerGapMetres,
        up: 0,
        align: 'begin',
        em: signMeasures.rulerEm * (floors.isFolded ? 1.1 : grown),
        ink: isFifth ? labelInks.rulerFive : labelInks.ruler,
      },
    );
    return written !== undefined;
  }

  #writeHead(layerCount: number): boolean {
    const written = this.#board.text(
      this.#firstRecord + layerCount,
      rulerSurface(cityMeasures.plinthHeightMetres / 2),
      { text: 'layer', grade: 'small' },
      {
        right: signMeasures.rulerGapMetres + 0.12,
        up: 0,
        align: 'begin',
        em: signMeasures.rulerEm,
        ink: labelInks.ruler,
      },
    );
    return written !== undefined;
  }
}

export function rulerSurface(y: number): LabelSurface {
  return { anchor: quadAnchors.ruler, x: 0, y, z: 0, out: 0 };
}
