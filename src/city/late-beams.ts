import type { CityPlan } from '#plan/city-plan.ts';
import type { StoreState } from '#store/read.ts';
import { headPalette } from '#view/head-palette.ts';
import type { BeamDraw } from './beam-draw.ts';
import type { BeamRecords, BeamTouch } from './beam-records.ts';
import type { bowBeam, TouchedBeams } from './beam-touch.ts';
import type { CityContext } from './city-part.ts';
import { askedChanges } from './shown-light.ts';

interface LateScript {
  readonly touched: TouchedBeams;
  readonly bowBeam: typeof bowBeam;
}

/**
 * What verbs and measured effects make of beams; its script is fetched with the first of them. A
 * fetch that fails is tried again with the next change.
 */
export class LateBeams {
  readonly #context: CityContext;
  readonly #parts: { readonly draw: BeamDraw; readonly records: BeamRecords };
  #script: LateScript | undefined;
  #isFetching = false;
  #bowedCount = 0;

  constructor(
    context: CityContext,
    parts: { readonly draw: BeamDraw; readonly records: BeamRecords },
  ) {
    this.#context = context;
    this.#parts = parts;
  }

  get touch(): BeamTouch | undefined {
    return this.#script?.touched;
  }

  follow(state: StoreState, rewrite: () => void): void {
    this.#script?.touched.follow(state);
    const isWanted = state.effects !== undefined || askedChanges(state).length > 0;
    if (isWanted) this.#need(rewrite);
  }

  /** Bows what is held; what was let go swings back to where it was. */
  bow(plan: CityPlan | undefined, rewrite: () => void): void {
    const { held } = this.#context.preview.state;
    if (held.length === 0 && this.#bowedCount === 0) return;
    if (held.length > 0) this.#need(rewrite);
    if (held.length < this.#bowedCount) rewrite();
    this.#bowedCount = held.length;
    const script = this.#script;
    if (!plan || !script) return;
    const { draw, records } = this.#parts;
    const palette = headPalette(plan.shape);
    for (const each of held) {
      if (each.grip.verb !== 'pull') continue;
      const hue = palette[each.grip.head]?.linear ?? [1, 1, 1];
      const record = script.bowBeam(draw.records.recordsArray, records, each, hue);
      if (record >= 0) draw.markRecord(record);
    }
  }

  #need(rewrite: () => void): void {
    if (!this.#script && !this.#isFetching) void this.#fetch(rewrite);
  }

  async #fetch(rewrite: () => void): Promise<void> {
    this.#isFetching = true;
    try {
      const { bowBeam, TouchedBeams } = await import('./beam-touch.ts');
      this.#script = { touched: new TouchedBeams(), bowBeam };
      this.#script.touched.follow(this.#context.store.state);
      rewrite();
      this.#context.requestFrame();
    } catch {
      this.#isFetching = false;
    }
  }
}
