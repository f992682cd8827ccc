import { shownTokenLimit } from '#contract/control-message.ts';
import type { Site } from '#contract/hook-site.ts';
import { towerMiddleMetres } from '#plan/avenue-plan.ts';
import type { AvenuePlan } from '#plan/avenue-plan.ts';
import type { Topic } from '#store/read.ts';
import { focalPixels } from './camera-lens.ts';
import type { CityContext, CreateCityPart } from './city-part.ts';
import { LabelAtlas } from './label-atlas.ts';
import { LabelBoard } from './label-board.ts';
import { LabelDraw } from './label-draw.ts';
import { quadsPerRow } from './label-shader.ts';
import { LensLabels, lensRecordCount } from './lens-labels.ts';
import { PaneNumbers, paneNumberRecordCount } from './pane-numbers.ts';
import { RulerLabels, rulerRecordCount } from './ruler-labels.ts';
import { SignColumns } from './sign-columns.ts';
import { TokenTexts } from './token-texts.ts';
import { TowerLabels } from './tower-labels.ts';

export interface LabelOptions {
  /** Asks for exact rows that are to be read on the panes and are not in the store yet. */
  /** May be called again for a row that is on its way. */
  readonly requestValues: (site: Site, layer: number, position: number) => void;
}

/** What exists once per number of layers. */
interface LabelSet {
  readonly layerCount: number;
  readonly board: LabelBoard;
  readonly draw: LabelDraw;
  readonly towers: TowerLabels;
  readonly lens: LensLabels;
  readonly ruler: RulerLabels;
  readonly panes: PaneNumbers;
  readonly columns: SignColumns;
  readonly towerRecord: number;
  readonly paneRecord: number;
}

/**
 * Everything that is written in the city: one atlas, one draw. Text stands on plinths, above roofs
 * and beside towers, on a window only as that window's own number.
 */
export function createLabels(options: LabelOptions): CreateCityPart {
  return (context) => {
    const { store } = context;
    const texts = new TokenTexts();
    let isIncomplete = true;
    const atlas = new LabelAtlas(context, () => {
      isIncomplete = true;
      context.requestFrame();
    });
    let set: LabelSet | undefined;

    const matchModel = (plan: AvenuePlan): LabelSet => {
      if (set?.layerCount === plan.shape.layerCount) return set;
      disposeSet(set);
      set = buildSet(context, { atlas, texts, options, layerCount: plan.shape.layerCount });
      return set;
    };
    return {
      apply(topics: ReadonlySet<Topic>) {
        if (topics.has('run') || topics.has('vocabulary')) forget(set);
        if (topics.has('values') || topics.has('cursor') || topics.has('settings'))
          set?.panes.rewrite();
        texts.follow(store.state);
        isIncomplete = true;
      },
      tick() {
        const plan = context.plan();
        if (!plan) return false;
        const labels = matchModel(plan);
        atlas.beginFrame();
        labels.columns.hang(labels.draw, plan, {
          eye: context.rig.pose.position,
          state: store.state,
          lensWidthMetres: labels.lens.widthMetres,
        });
        if (isIncomplete) isIncomplete = !writeAll(labels, context, plan);
        const paneRecords = labels.panes.write(store, plan, context.rig.pose);
        const towerRecords = Math.min(plan.tokenCount, shownTokenLimit) * quadsPerRow;
        labels.draw.quadCount =
          paneRecords > 0 ? labels.paneRecord + paneRecords : labels.towerRecord + towerRecords;
        labels.draw.look(
          context.rig.pose.position,
          focalPixels(context.engine),
          towerMiddleMetres(plan.tokenCount - 1),
        );
        labels.board.records.upload();
        return isIncomplete && atlas.hasDrawnEnough;
      },
      restore() {
        atlas.clear();
        forget(set);
        set?.board.records.markAll();
        isIncomplete = true;
      },
      dispose() {
        disposeSet(set);
        atlas.dispose();
      },
    };
  };
}

function buildSet(
  context: CityContext,
  parts: {
    readonly atlas: LabelAtlas;
    readonly texts: TokenTexts;
    readonly options: LabelOptions;
    readonly layerCount: number;
  },
): LabelSet {
  const { atlas, texts, options, layerCount } = parts;
  const rulerRecord = 0;
  const lensRecord = roundUpToRow(rulerRecordCount(layerCount));
  const towerRecord = lensRecord + roundUpToRow(lensRecordCount(layerCount));
  const paneRecord = towerRecord + shownTokenLimit * quadsPerRow;
  const rowCount = (paneRecord + roundUpToRow(paneNumberRecordCount)) / quadsPerRow;
  const board = new LabelBoard(context, atlas, rowCount);
  const { requestValues } = options;
  return {
    layerCount,
    board,
    draw: new LabelDraw(context.scene, { atlas: atlas.texture, quads: board.records.texture }),
    towers: new TowerLabels({ board, atlas, texts, firstRecord: towerRecord }),
    lens: new LensLabels({ board, atlas, texts, firstRecord: lensRecord }),
    ruler: new RulerLabels(board, rulerRecord),
    panes: new PaneNumbers({ board, atlas, firstRecord: paneRecord, requestValues }),
    columns: new SignColumns(),
    towerRecord,
    paneRecord,
  };
}

function writeAll(set: LabelSet, context: CityContext, plan: AvenuePlan): boolean {
  const { state } = context.store;
  const isTowersComplete = set.towers.write(state, plan);
  const isLensComplete = set.lens.write(state, plan);
  return set.ruler.write(plan, state.settings.shown.labels) && isTowersComplete && isLensComplete;
}

function forget(set: LabelSet | undefined): void {
  set?.towers.forget();
  set?.lens.forget();
  set?.ruler.forget();
  set?.panes.forget();
}

function disposeSet(set: LabelSet | undefined): void {
  set?.draw.dispose();
  set?.board.dispose();
}

function roundUpToRow(count: number): number {
  return Math.ceil(count / quadsPerRow) * quadsPerRow;
}
