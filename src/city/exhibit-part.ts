import type { Target } from '#contract/intent.ts';
import type { CameraPose, Ray } from '#contract/preview.ts';
import { pointOnExhibit } from '#plan/exhibit-frame.ts';
import { pickExhibit } from '#plan/exhibit-pick.ts';
import { cellRect } from '#plan/exhibit-plan.ts';
import type { ExhibitRect } from '#plan/exhibit-plan.ts';
import { exhibitStand } from '#plan/exhibit-stand.ts';
import type { ExhibitContents, ExhibitStand } from '#plan/exhibit-stand.ts';
import type { StoreState, Topic } from '#store/read.ts';
import type { Board, Exhibit } from '#view/exhibit/board.ts';
import { exhibitOf } from '#view/exhibit/exhibit-of.ts';
import { focalPixels } from './camera-lens.ts';
import type { CanvasSize } from './camera-lens.ts';
import type { CityContext } from './city-part.ts';
import { exhibitHue } from './exhibit-hue.ts';
import { ExhibitLabels } from './exhibit-labels.ts';
import { exhibitPose } from './exhibit-pose.ts';
import { ExhibitPicture } from './exhibit-picture.ts';
import { exhibitTexts } from './exhibit-texts.ts';
import type { ViewInsets } from './free-view.ts';
import type { LabelAtlas } from './label-atlas.ts';
import type { LabelRectangle } from './label-rectangles.ts';
import type { LabelOptions } from './labels.ts';
import type { CanvasSpot, ExhibitFound, ExhibitRegion, OpenedPart } from './opened-part.ts';

export interface ExhibitPartOptions extends Pick<LabelOptions, 'requestValues'> {
  readonly atlas: LabelAtlas;
  readonly exhibitOf?: typeof exhibitOf;
}

/** An exhibit that stands, and what it was made from. */
interface Shown {
  readonly exhibit: Exhibit;
  readonly stand: ExhibitStand;
}

/** What stands open at the place of the zoom: drawn, written, found by a pointer, framed by the camera. */
export class ExhibitPart implements OpenedPart {
  readonly #context: CityContext;
  readonly #options: ExhibitPartOptions;
  readonly #picture: ExhibitPicture;
  readonly #labels: ExhibitLabels;
  readonly #stopListening: () => void;
  #shown: Shown | undefined;
  #drawn: Shown | undefined;
  #wished: Exhibit | undefined;
  #state: StoreState | undefined;
  #plan: ReturnType<CityContext['plan']>;
  #size: CanvasSize = { width: 0, height: 0 };
  #isStale = true;
  /** What the stand was made from. */
  #key = '';
  #keyPlan: ReturnType<CityContext['plan']>;

  constructor(context: CityContext, options: ExhibitPartOptions) {
    this.#context = context;
    this.#options = options;
    this.#picture = new ExhibitPicture(context);
    this.#labels = new ExhibitLabels(context, options.atlas);
    // Exact rows are not part of the state; the camera asks before parts are told.
    this.#stopListening = context.store.subscribe((topics) => {
      if (rowTopics.some((topic) => topics.has(topic))) this.#isStale = true;
    });
  }

  get isComplete(): boolean {
    return this.#labels.isComplete;
  }

  apply(): void {
    // Whatever changed is found when it is next asked for.
  }

  tick(): boolean {
    const { viewer, preview } = this.#context;
    const shown = this.#follow();
    if (shown !== this.#drawn) this.#show(shown);
    if (!shown) return false;
    this.#wish(shown.exhibit);
    this.#picture.mark(preview.state.hover ?? preview.state.focus);
    const { pose, focalPixels: pixels } = viewer();
    this.#picture.look(pose.position);
    return this.#labels.tick(pose.position, pixels);
  }

  stand(): ExhibitStand | undefined {
    return this.#follow()?.stand;
  }

  poseFor(stand: ExhibitStand, size: CanvasSize, insets: ViewInsets): CameraPose {
    return exhibitPose(stand, size, insets);
  }

  find(ray: Ray, toleranceRadians: number): ExhibitFound | undefined {
    const shown = this.#drawn;
    if (!shown) return undefined;
    const hit = pickExhibit(ray, shown.stand, toleranceRadians);
    if (!hit) return undefined;
    const { cell, point, distanceMetres } = hit;
    const board = cell && boardOf(shown.exhibit, cell.key);
    const target = cell && board?.targetAt(cell.row, cell.column);
    return { target, point, distanceMetres };
  }

  regions(): readonly ExhibitRegion[] {
    const boards = this.#drawn?.stand.plan.boards ?? [];
    return boards.map(({ key, plate }) => ({ key, corners: this.#onCanvas(plate) }));
  }

  cellPoint(key: string, row: number, column: number): CanvasSpot | undefined {
    const board = this.#drawn?.stand.plan.boards.find((each) => each.key === key);
    const rect = board && cellRect(board, row, column);
    if (!rect || !this.#drawn) return undefined;
    const { frame } = this.#drawn.stand;
    const middle = [(rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2] as const;
    return this.#context.rig.project(pointOnExhibit(frame, ...middle));
  }

  labelRectangles(): readonly LabelRectangle[] {
    const { rig, engine } = this.#context;
    return this.#drawn ? this.#labels.rectangles(rig, focalPixels(engine)) : [];
  }

  restore(): void {
    this.#picture.restore();
    this.#labels.restore();
  }

  dispose(): void {
    this.#stopListening();
    this.#picture.dispose();
    this.#labels.dispose();
  }

  /** The exhibit as the store is now; made anew only when something changed. */
  #follow(): Shown | undefined {
    const { store, engine } = this.#context;
    const plan = this.#context.plan();
    const canvas = engine.getRenderingCanvas();
    const width = canvas?.clientWidth ?? 0;
    const height = canvas?.clientHeight ?? 0;
    const isSameSize = width === this.#size.width && height === this.#size.height;
    const isSameState = !this.#isStale && isAlike(this.#state, store.state);
    if (isSameState && plan === this.#plan && isSameSize) return this.#shown;
    this.#state = store.state;
    this.#isStale = false;
    this.#plan = plan;
    if (!isSameSize) this.#size = { width, height };
    this.#shown = plan ? this.#make(plan) : undefined;
    return this.#shown;
  }

  #make(plan: NonNullable<ReturnType<CityContext['plan']>>): Shown | undefined {
    const exhibit = (this.#options.exhibitOf ?? exhibitOf)(this.#context.store);
    if (!exhibit) return undefined;
    const { place, boards } = exhibit;
    const rises = ({ key }: { readonly key: string }): boolean => risesFrom(exhibit, key);
    const { hello } = this.#context.store.state;
    const promptTokenCount = hello?.run.promptTokenCount ?? 0;
    const contents = { place, boards, rises, promptTokenCount };
    // The same object as long as nothing moved: the camera follows another one.
    const key = standKey(contents, this.#size);
    const isSame = this.#shown !== undefined && key === this.#key && plan === this.#keyPlan;
    this.#key = key;
    this.#keyPlan = plan;
    const stand = isSame ? this.#shown?.stand : undefined;
    return { exhibit, stand: stand ?? exhibitStand(plan, contents, this.#size) };
  }

  #show(shown: Shown | undefined): void {
    this.#drawn = shown;
    if (!shown) {
      this.#picture.hide();
      this.#labels.hide();
      return;
    }
    const { exhibit, stand } = shown;
    const model = this.#context.store.state.hello?.model;
    const hueOf = ({ hue }: Board): ReturnType<typeof exhibitHue> => exhibitHue(hue, model);
    this.#picture.show(exhibit, stand, hueOf);
    this.#labels.show(stand.frame, exhibitTexts(exhibit, stand.plan, hueOf));
  }

  /** Once for each exhibit: the answers make another one of it. */
  #wish(exhibit: Exhibit): void {
    if (exhibit === this.#wished) return;
    this.#wished = exhibit;
    for (const { site, layer, positions } of exhibit.wishes) {
      this.#options.requestValues(site, layer, ...positions);
    }
  }

  #onCanvas({ left, right, bottom, top }: ExhibitRect): readonly CanvasSpot[] {
    const frame = this.#drawn?.stand.frame;
    if (!frame) return [];
    const ends = [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
    ] as const;
    return ends.flatMap(([x, y]) => this.#context.rig.project(pointOnExhibit(frame, x, y)) ?? []);
  }
}

const rowTopics: readonly Topic[] = ['values', 'directions', 'carried'];

/** What an exhibit can be made from, besides exact rows. */
const sources = [
  'hello',
  'tokens',
  'overviews',
  'lenses',
  'vocabulary',
  'cursor',
  'selectedPosition',
  'zoom',
  'settings',
  'failedRequests',
  'carried',
  'directions',
  'refusedDirections',
  'engine',
] as const satisfies readonly (keyof StoreState)[];

function isAlike(a: StoreState | undefined, b: StoreState): boolean {
  return a !== undefined && sources.every((source) => a[source] === b[source]);
}

function boardOf({ boards }: Exhibit, key: string): Board | undefined {
  return boards.find((board) => board.key === key);
}

/** Whether a board's first row belongs to a lower layer than its last. */
function risesFrom(exhibit: Exhibit, key: string): boolean {
  const board = boardOf(exhibit, key);
  if (!board) return false;
  const layers: number[] = [];
  for (let row = 0; row < board.rowCount; row += 1) {
    const layer = layerOf(board.targetAt(row, 0));
    if (layer !== undefined) layers.push(layer);
  }
  return (layers[0] ?? 0) < (layers.at(-1) ?? 0);
}

function layerOf(target: Target | undefined): number | undefined {
  return target && 'layer' in target ? target.layer : undefined;
}

/** All that decides where boards stand. */
function standKey({ place, boards, promptTokenCount }: ExhibitContents, size: CanvasSize): string {
  const shapes = boards.map(
    ({ key, group, title, chart, rowCount, columnCount, rowNames, columnNames }) =>
      [key, group, title, chart, rowCount, columnCount, rowNames, columnNames] as const,
  );
  return JSON.stringify([place, shapes, promptTokenCount, size]);
}
