import { cityPoint } from '#plan/city-plan.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import type { StoreState } from '#store/read.ts';
import type { CityFrame } from './city-frame.ts';
import type { CityContext, CityPart } from './city-part.ts';
import { StoryDraw } from './story-draw.ts';
import { writeBranches } from './story-records.ts';

/** How long a particle takes over its way. */
const riseMillis = 5200;
/** They rise for so long when a story opens, then stand until the replay plays. */
const openingMillis = 4000;

/**
 * While a token's story is told: its spine's branches, collars and rising points of light. Two draws,
 * at most 20 triangles a branch and 2 a point.
 */
export function createStory(context: CityContext): CityPart {
  return new Story(context);
}

class Story implements CityPart {
  readonly #context: CityContext;
  #draw: StoryDraw | undefined;
  /** What the records were written from. */
  #written: { readonly state: StoreState; readonly plan: CityPlan } | undefined;
  #position: number | undefined;
  #openedMillis: number | undefined;
  #risen = 0;

  constructor(context: CityContext) {
    this.#context = context;
  }

  apply(): void {
    const { state } = this.#context.store;
    const position = state.zoom.level === 'token' ? state.zoom.position : undefined;
    if (position !== this.#position) this.#openedMillis = undefined;
    this.#position = position;
    this.#matchModel(state);
    this.#rewrite();
  }

  tick(frame: CityFrame): boolean {
    const { store, front, viewer, plan, reducedMotion } = this.#context;
    if (this.#position === undefined || !this.#draw) return false;
    if (plan() !== this.#written?.plan) this.#rewrite();
    this.#openedMillis ??= frame.timeMillis;
    const isOpening = frame.timeMillis - this.#openedMillis < openingMillis;
    const moves = !reducedMotion() && (isOpening || store.state.playing);
    if (moves) this.#risen = (this.#risen + frame.deltaMillis / riseMillis) % 1;
    const { pose, focalPixels } = viewer();
    this.#draw.look(pose.position, front, focalPixels, this.#risen);
    return moves;
  }

  restore(): void {
    this.#draw?.markRecords();
  }

  dispose(): void {
    this.#draw?.dispose();
  }

  #matchModel({ hello }: StoreState): void {
    const layerCount = hello?.model.layerCount;
    if (layerCount === undefined || this.#position === undefined) return;
    if (this.#draw?.layerCount === layerCount) return;
    this.#draw?.dispose();
    this.#draw = new StoryDraw(this.#context, layerCount);
    this.#written = undefined;
  }

  #rewrite(): void {
    const { store } = this.#context;
    const { state } = store;
    const plan = this.#context.plan();
    const position = this.#position;
    const overview = position === undefined ? undefined : state.overviews[position];
    if (!this.#draw) return;
    if (position === undefined || !overview || !plan?.towers[position]) {
      this.#written = undefined;
      this.#draw.show(undefined);
      return;
    }
    const before = this.#written;
    if (before?.plan === plan && isSameStory(before.state, state, position)) return;
    this.#written = { state, plan };
    writeBranches(this.#draw.records.recordsArray, {
      shape: plan.shape,
      overview,
      settings: state.settings,
      pointAt: (layer, at) => cityPoint(plan, { position, layer, face: 'street', ...at }),
      isFolded: (layer) => !plan.floors.isOpen(layer),
    });
    this.#draw.markRecords();
    this.#draw.show(position);
  }
}

function isSameStory(before: StoreState, after: StoreState, position: number): boolean {
  return (
    before.zoom === after.zoom &&
    before.overviews[position] === after.overviews[position] &&
    before.settings === after.settings
  );
}
