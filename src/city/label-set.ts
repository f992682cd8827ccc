import { shownTokenLimit } from '#contract/control-message.ts';
import type { Site } from '#contract/hook-site.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { CityContext } from './city-part.ts';
import type { writeComparedBillboard } from './compared-billboard.ts';
import type { LabelAtlas } from './label-atlas.ts';
import { LabelBoard } from './label-board.ts';
import { LabelDraw } from './label-draw.ts';
import { quadsPerRow } from './label-shader.ts';
import { LensLabels, lensRecordCount } from './lens-labels.ts';
import { PaneNumbers, paneNumberRecordCount } from './pane-numbers.ts';
import { RulerLabels, rulerRecordCount } from './ruler-labels.ts';
import { SignColumns } from './sign-columns.ts';
import type { TokenTexts } from './token-texts.ts';
import { TowerLabels } from './tower-labels.ts';

/** The blade, its word, and a name for what is pointed at. */
export const handleRecordCount = 3;
export const effectRecordCount = 2;

export interface LabelSetParts {
  readonly atlas: LabelAtlas;
  readonly texts: TokenTexts;
  readonly requestValues: (site: Site, layer: number, position: number) => void;
  /** What is written late too; there may be more of them later. */
  readonly writers: readonly LateWriter[];
}

/** Writes what is not needed at first; there once somebody could want to read it. */
export interface LateWriter {
  /** @returns false when some text is not in the atlas yet. */
  write(set: LabelSet, plan: CityPlan): boolean;
  forget(): void;
}

/**
 * All labels of a model with that many layers: who writes which records of the board. Floor numbers
 * and handles come first, then lens signs, then one row a tower, last the numbers on panes.
 */
export class LabelSet {
  readonly layerCount: number;
  readonly board: LabelBoard;
  readonly draw: LabelDraw;
  readonly lens: LensLabels;
  readonly panes: PaneNumbers;
  readonly columns = new SignColumns();
  /** First of the handles' records. */
  readonly handleRecord: number;
  /** First of the records that point out the strongest effect. */
  readonly effectRecord: number;
  readonly #writers: readonly LateWriter[];
  readonly #towers: TowerLabels;
  readonly #ruler: RulerLabels;
  readonly #towerRecord: number;
  readonly #paneRecord: number;

  constructor(context: CityContext, layerCount: number, parts: LabelSetParts) {
    const { atlas, texts, requestValues, writers } = parts;
    this.#writers = writers;
    this.layerCount = layerCount;
    this.handleRecord = rulerRecordCount(layerCount);
    this.effectRecord = this.handleRecord + handleRecordCount;
    const lensRecord = roundUpToRow(this.effectRecord + effectRecordCount);
    this.#towerRecord = lensRecord + roundUpToRow(lensRecordCount(layerCount));
    this.#paneRecord = this.#towerRecord + shownTokenLimit * quadsPerRow;
    const recordCount = this.#paneRecord + roundUpToRow(paneNumberRecordCount);
    const board = new LabelBoard(context, atlas, recordCount / quadsPerRow);
    this.board = board;
    this.draw = new LabelDraw(context.scene, {
      atlas: atlas.texture,
      quads: board.records.texture,
      plan: context.planTexture.texture,
    });
    this.#ruler = new RulerLabels(board, 0);
    this.lens = new LensLabels({ board, atlas, texts, firstRecord: lensRecord });
    this.#towers = new TowerLabels({ board, atlas, texts, firstRecord: this.#towerRecord });
    this.panes = new PaneNumbers({ board, atlas, firstRecord: this.#paneRecord, requestValues });
  }

  /** @returns false when some text is not in the atlas yet: write again in a later frame. */
  write({ store }: CityContext, plan: CityPlan): boolean {
    const { state } = store;
    // Where the atlas has not room for all, the nearest to what is read comes first.
    const isLensComplete = this.lens.write(state, plan);
    const isRulerComplete = this.#ruler.write(plan, state.settings.shown.labels);
    const areTowersComplete = this.#towers.write(state, plan);
    return areTowersComplete && isLensComplete && isRulerComplete;
  }

  /** Records that may hold something, from the first. */
  recordCount(plan: CityPlan, paneRecords: number): number {
    if (paneRecords > 0) return this.#paneRecord + paneRecords;
    return this.#towerRecord + Math.min(plan.tokenCount, shownTokenLimit) * quadsPerRow;
  }

  /** Both runs' predictions stand side by side from now on. */
  compareWith(writer: typeof writeComparedBillboard): void {
    this.#towers.compareWith(writer);
  }

  /** Everything is written anew. */
  forget(): void {
    this.#towers.forget();
    this.lens.forget();
    this.#ruler.forget();
    this.panes.forget();
    for (const writer of this.#writers) writer.forget();
  }

  dispose(): void {
    this.draw.dispose();
    this.board.dispose();
  }
}

function roundUpToRow(count: number): number {
  return Math.ceil(count / quadsPerRow) * quadsPerRow;
}
