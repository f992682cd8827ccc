import type { Site } from '#contract/hook-site.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { LensSigns } from '#plan/lens-signs.ts';
import type { Topic } from '#store/read.ts';
import { cameraAxes, focalPixels } from './camera-lens.ts';
import type { CityContext, CityPart } from './city-part.ts';
import type { writeComparedBillboard } from './compared-billboard.ts';
import { LabelAtlas } from './label-atlas.ts';
import { labelRectangles } from './label-rectangles.ts';
import type { LabelRectangle } from './label-rectangles.ts';
import { LabelSet } from './label-set.ts';
import type { LateWriter } from './label-set.ts';
import { LateScript } from './late-script.ts';
import type { HungColumn } from './sign-columns.ts';
import { climbedLayers } from './replay-front.ts';
import { TokenTexts } from './token-texts.ts';

export interface LabelOptions {
  /**
   * Asks for an exact row that is to be read on the panes and is not in the store. May be called
   * again for a row that is on its way.
   */
  readonly requestValues: (site: Site, layer: number, ...positions: readonly number[]) => void;
}

/** What changes the numbers on panes, and what changes any other text. */
const paneTopics: readonly Topic[] = ['run', 'overview', 'values', 'changes', 'cursor', 'settings'];
const textTopics: readonly Topic[] = [
  'run',
  'tokens',
  'overview',
  'lens',
  'vocabulary',
  'cursor',
  'selection',
  'settings',
];

/**
 * Everything that is written in the city: one atlas, one draw. Text stands on plinths, above roofs
 * and beside towers, on a window only as that window's own number.
 */
export class Labels implements CityPart {
  readonly #context: CityContext;
  readonly #options: LabelOptions;
  readonly #texts = new TokenTexts();
  readonly #comparison: LateScript<typeof writeComparedBillboard>;
  #atlas: LabelAtlas | undefined;
  #set: LabelSet | undefined;
  #isIncomplete = true;
  #floorsName = '';
  readonly #writers: LateWriter[] = [];
  #recordCount = 0;

  constructor(context: CityContext, options: LabelOptions) {
    this.#context = context;
    this.#options = options;
    // Until it has come boards show one run.
    this.#comparison = new LateScript(
      async () => (await import('./compared-billboard.ts')).writeComparedBillboard,
      (writer) => {
        this.#set?.compareWith(writer);
        this.#isIncomplete = true;
        context.requestFrame();
      },
    );
  }

  /** Whether every text that is to be seen has been drawn, as far as the atlas has room. */
  get isComplete(): boolean {
    return !this.#isIncomplete || this.#atlas?.isFull === true;
  }

  /** All texts of the city; others may write with it too. */
  get atlas(): LabelAtlas {
    return (this.#atlas ??= this.#createAtlas());
  }

  /** The tower with lens signs and how far they reach, for picking and marking; undefined without signs. */
  get lensSigns(): LensSigns | undefined {
    const lens = this.#set?.lens;
    return lens?.hasSigns === true ? lens : undefined;
  }

  /** The column of floor numbers as it hung last; undefined while none are shown. */
  get ruler(): HungColumn | undefined {
    return this.#context.store.state.settings.shown.labels ? this.#set?.columns.ruler : undefined;
  }

  /** From now on something more is written. */
  addWriter(writer: LateWriter): void {
    this.#writers.push(writer);
    this.#context.requestFrame();
  }

  apply(topics: ReadonlySet<Topic>): void {
    if (topics.has('run') || topics.has('vocabulary')) this.#set?.forget();
    if (paneTopics.some((topic) => topics.has(topic))) this.#set?.panes.rewrite();
    if (!textTopics.some((topic) => topics.has(topic))) return;
    const { state } = this.#context.store;
    this.#texts.follow(state);
    this.#isIncomplete = true;
    this.#atlas?.retry();
    this.#comparison.retry();
    if (state.branch !== 0) this.#comparison.need();
  }

  tick(): boolean {
    const plan = this.#context.plan();
    if (!plan) return false;
    const { pose, focalPixels: pixels } = this.#context.viewer();
    const { atlas } = this;
    const set = this.#matchModel(plan, atlas);
    this.#matchFloors(plan, set);
    atlas.beginFrame();
    if (!this.isComplete) this.#isIncomplete = !set.write(this.#context, plan);
    const paneRecords = set.panes.write(this.#context, plan);
    this.#recordCount = set.recordCount(plan, paneRecords);
    set.draw.quadCount = this.#recordCount;
    const eye = pose.position;
    set.columns.hang(set.draw, plan, eye, set.lens);
    let areOthersComplete = true;
    for (const writer of this.#writers) {
      areOthersComplete = writer.write(set, plan) && areOthersComplete;
    }
    set.draw.look(eye, pixels);
    set.draw.climb(this.#context.front, set.lens.position, plan.shape.layerCount);
    set.board.records.upload();
    const isWaiting = !this.isComplete || set.panes.isWaiting || !areOthersComplete;
    return isWaiting && atlas.hasDrawnEnough;
  }

  /** Where texts and plates stand on the canvas in the frame drawn last. */
  rectangles(): readonly LabelRectangle[] {
    const plan = this.#context.plan();
    if (!plan || !this.#set) return [];
    const { rig, engine, front } = this.#context;
    const { board, columns, lens } = this.#set;
    const view = {
      eye: rig.pose.position,
      forward: cameraAxes(rig.pose).forward,
      focalPixels: focalPixels(engine),
      plan,
      climbedLayers: (position: number) => climbedLayers(front, position),
      lens: {
        position: lens.position,
        column: columns.lens.column,
        share: columns.lens.share,
      },
      ruler: columns.ruler,
    };
    return labelRectangles(board, this.#recordCount, view, rig);
  }

  restore(): void {
    this.#atlas?.clear();
    this.#set?.forget();
    this.#set?.board.records.markAll();
    this.#isIncomplete = true;
  }

  dispose(): void {
    this.#set?.dispose();
    this.#atlas?.dispose();
  }

  /** With the first tick: its memory and its letters are not what the first light waits for. */
  #createAtlas(): LabelAtlas {
    return new LabelAtlas(this.#context, () => {
      this.#isIncomplete = true;
      this.#context.requestFrame();
    });
  }

  /** Signs hang at their floors: where these have other heights, everything is written anew. */
  #matchFloors({ floors }: CityPlan, set: LabelSet): void {
    if (this.#floorsName === floors.name) return;
    if (this.#floorsName !== '') {
      set.forget();
      this.#isIncomplete = true;
    }
    this.#floorsName = floors.name;
  }

  #matchModel(plan: CityPlan, atlas: LabelAtlas): LabelSet {
    const { layerCount } = plan.shape;
    if (this.#set?.layerCount === layerCount) return this.#set;
    this.#set?.dispose();
    this.#set = new LabelSet(this.#context, layerCount, {
      atlas,
      texts: this.#texts,
      requestValues: this.#options.requestValues,
      writers: this.#writers,
    });
    const { script } = this.#comparison;
    if (script) this.#set.compareWith(script);
    return this.#set;
  }
}
