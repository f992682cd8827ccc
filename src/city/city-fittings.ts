import type { Target } from '#contract/intent.ts';
import type { Ray } from '#contract/preview.ts';
import type { Picked } from '#plan/pick-scene.ts';
import { createBeams } from './beams.ts';
import type { Beams } from './beams.ts';
import { CityPicker } from './city-picker.ts';
import type { CityContext, CityPart, CreateCityPart } from './city-part.ts';
import { ExhibitSlot } from './exhibit-slot.ts';
import type { GripPicker } from './grip-picker.ts';
import { latePart } from './late-part.ts';
import type { LabelRectangle } from './label-rectangles.ts';
import { Labels } from './labels.ts';
import type { LabelOptions } from './labels.ts';
import { createMarks } from './marks.ts';
import type { CanvasSpot, ExhibitRegion } from './opened-part.ts';

const createLateStory = latePart(
  ({ zoom }) => zoom.level === 'token',
  async () => (await import('./story.ts')).createStory,
);

const createLateEffects = (labels: Labels): CreateCityPart =>
  latePart(
    ({ effects }) => effects !== undefined,
    async () => (await import('./effect-part.ts')).effectPart(labels),
  );

/** What stands on and between the towers: beams, texts, marks; and what a pointer finds among it all. */
export class CityFittings {
  /** In the order they are drawn. */
  readonly parts: readonly CityPart[];
  readonly #context: CityContext;
  readonly #beams: Beams;
  readonly #labels: Labels;
  readonly #picker: CityPicker;
  readonly #exhibit: ExhibitSlot;
  #grips: GripPicker | undefined;

  constructor(context: CityContext, options: LabelOptions) {
    this.#context = context;
    this.#beams = createBeams(context);
    this.#labels = new Labels(context, options);
    this.#exhibit = new ExhibitSlot(context, { ...options, labels: this.#labels });
    this.#picker = new CityPicker(context, {
      beams: this.#beams,
      labels: this.#labels,
      exhibit: this.#exhibit,
    });
    const marks = createMarks(context, () => this.#labels.lensSigns);
    this.parts = [
      this.#beams,
      this.#labels,
      marks,
      createLateStory(context),
      createLateEffects(this.#labels)(context),
      this.#exhibit,
    ];
  }

  /** Whether every text that is to be seen stands there. */
  get areLabelsComplete(): boolean {
    return this.#labels.isComplete && this.#exhibit.isComplete;
  }

  /** Beams above the threshold that are left out because there are too many. */
  get leftOutBeamCount(): number {
    return this.#beams.leftOutCount;
  }

  /** Beams that are not drawn because one of their towers is not shown. */
  get absentBeamCount(): number {
    return this.#beams.absentCount;
  }

  /** What lies under a point of the canvas, CSS pixels from its top left. */
  pickAt(x: number, y: number): Target | undefined {
    return this.#picker.pickAt(x, y);
  }

  /** The same on a ray in city metres; without a tolerance that of a mouse. */
  pickRay(ray: Ray, toleranceRadians?: number): Picked | undefined {
    return this.#picker.pickRay(ray, toleranceRadians);
  }

  /** Says what can be taken hold of. Fetched on demand: nobody pulls at anything before there is light. */
  async gripPicker(): Promise<GripPicker> {
    const [{ GripPicker }, { HandleLabels }] = await Promise.all([
      import('./grip-picker.ts'),
      import('./handle-labels.ts'),
    ]);
    if (!this.#grips) {
      const [picker, labels, exhibit] = [this.#picker, this.#labels, this.#exhibit];
      this.#grips = new GripPicker(this.#context, { picker, labels, exhibit });
      labels.addWriter(new HandleLabels(this.#context));
    }
    return this.#grips;
  }

  /** The `nth`-strongest lit beam into a position on a layer; undefined past the last. */
  beamAt(position: number, layer: number, nth: number): Target | undefined {
    return this.#beams.strongestInto(position, layer, nth);
  }

  /** Where texts and plates stand on the canvas in the frame drawn last. */
  labelRectangles(): readonly LabelRectangle[] {
    return [...this.#labels.rectangles(), ...(this.#exhibit.part?.labelRectangles() ?? [])];
  }

  /** What stands open, for the camera; 'coming' while its program is on its way. */
  get exhibit(): ExhibitSlot['shown'] {
    return this.#exhibit.shown;
  }

  /** Where the boards of what stands open are on the canvas. */
  exhibitRegions(): readonly ExhibitRegion[] {
    return this.#exhibit.part?.regions() ?? [];
  }

  /** Middle of a board's cell on the canvas, CSS pixels; undefined where there is none. */
  cellPoint(key: string, row: number, column: number): CanvasSpot | undefined {
    return this.#exhibit.part?.cellPoint(key, row, column);
  }
}
