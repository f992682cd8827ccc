import type { Grip } from '#contract/verb.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { planeMetres } from '#plan/pick-ruler.ts';
import { signMeasures } from '#plan/sign-measures.ts';
import type { CityContext } from './city-part.ts';
import { labelInks } from './label-inks.ts';
import { handleRecordCount } from './label-set.ts';
import type { LateWriter, LabelSet } from './label-set.ts';
import { rulerSurface } from './ruler-labels.ts';
import { bladeLayer } from './shown-light.ts';

/** From afar a handle that is pointed at is named in letters of that size, CSS pixels. */
const namePixels = 13;
const bladePixels = 3;
const bladeWidthPixels = 16;
const hidden = -1;
const unwritten = -2;

interface Shown {
  /** The last layer under the blade, `hidden` or `unwritten`. */
  blade: number;
  name: Grip | undefined;
  /** Metres a pixel covers there, in steps. */
  step: number;
}

/** Sizes follow what a pixel covers in steps of that ratio, so that they depend on where the eye is and on nothing before. */
const pixelStep = 1.06;

/**
 * What can be held on the ruler: the cutting plane's blade at the cut, or above all floors, and the
 * name of whatever handle is pointed at. Numbers of floors are handles by themselves.
 */
export class HandleLabels implements LateWriter {
  readonly #context: CityContext;
  /** What the records show; kept apart, so that frames in which nothing changed leave no garbage behind. */
  readonly #written: Shown = { blade: unwritten, name: undefined, step: 0 };

  constructor(context: CityContext) {
    this.#context = context;
  }

  forget(): void {
    this.#written.blade = unwritten;
  }

  write(set: LabelSet, plan: CityPlan): boolean {
    const { store, preview } = this.#context;
    const { handle, held } = preview.state;
    const isShown = store.state.settings.shown.labels && set.columns.ruler.share > 0;
    const blade = isShown ? bladeLayer(store.state, preview.state) : hidden;
    const name = isShown && held.length === 0 && handle?.verb !== 'pull' ? handle : undefined;
    const step = isShown ? this.#pixelStep(set) : 0;
    const written = this.#written;
    if (blade === written.blade && name === written.name && step === written.step) return true;
    written.blade = unwritten;
    set.board.clearRange(set.handleRecord, handleRecordCount);
    if (isShown && !this.#writeAll(set, plan, { blade, name, step })) return false;
    written.blade = blade;
    written.name = name;
    written.step = step;
    return true;
  }

  #writeAll(set: LabelSet, plan: CityPlan, { blade, name, step }: Readonly<Shown>): boolean {
    const metresPerPixel = Math.pow(pixelStep, step);
    const isBladeThere = this.#writeBlade(set, plan, { layer: blade, metresPerPixel });
    const isNameThere = !name || this.#writeName(set, plan, { grip: name, metresPerPixel });
    return isBladeThere && isNameThere;
  }

  #pixelStep({ columns }: LabelSet): number {
    const { pose, focalPixels } = this.#context.viewer();
    const { column, share } = columns.ruler;
    const metres = Math.hypot(column.cornerX - pose.position.x, column.cornerZ - pose.position.z);
    const metresPerPixel = Math.max(1, metres) / (focalPixels * share);
    return Math.round(Math.log(metresPerPixel) / Math.log(pixelStep));
  }

  #writeBlade(
    set: LabelSet,
    plan: CityPlan,
    { layer, metresPerPixel }: { readonly layer: number; readonly metresPerPixel: number },
  ): boolean {
    const { rulerWidthMetres, bladeThickMetres, bladeTextEm, bladeTextUpMetres } = signMeasures;
    const surface = rulerSurface(planeMetres(plan, layer));
    const width = Math.max(rulerWidthMetres, bladeWidthPixels * metresPerPixel);
    set.board.box(set.handleRecord, surface, {
      right: width / 2,
      up: 0,
      width,
      height: Math.max(bladeThickMetres, bladePixels * metresPerPixel),
      em: namePixels * metresPerPixel,
      ink: labelInks.blade,
    });
    // Between folded floors there is no room for a word.
    if (plan.floors.isFolded) return true;
    const written = set.board.text(
      set.handleRecord + 1,
      surface,
      { text: 'slice', grade: 'small' },
      {
        right: signMeasures.rulerGapMetres,
        up: bladeTextUpMetres,
        align: 'begin',
        em: bladeTextEm,
        ink: labelInks.blade,
      },
    );
    return written !== undefined;
  }

  #writeName(
    set: LabelSet,
    plan: CityPlan,
    { grip, metresPerPixel }: { readonly grip: Grip; readonly metresPerPixel: number },
  ): boolean {
    const { layer } = grip;
    const isSlice = grip.verb === 'slice';
    const y = isSlice ? planeMetres(plan, layer) : plan.floors.middleMetres(layer);
    const text = isSlice ? 'drag to slice' : `drag layer ${String(layer)}`;
    const written = set.board.text(
      set.handleRecord + 2,
      rulerSurface(y),
      { text, grade: 'small' },
      {
        right: Math.max(signMeasures.rulerWidthMetres, bladeWidthPixels * metresPerPixel),
        up: 0,
        align: 'begin',
        em: Math.max(signMeasures.rulerEm, namePixels * metresPerPixel),
        ink: labelInks.handle,
      },
    );
    return written !== undefined;
  }
}
