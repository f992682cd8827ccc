import type { Target } from '#contract/intent.ts';
import type { Ray } from '#contract/preview.ts';
import { gripOfMet, pickGrip } from '#plan/pick-grip.ts';
import type { Gripped, GripScene, Hand } from '#plan/pick-grip.ts';
import type { PickScene } from '#plan/pick-scene.ts';
import { sliceLayerAt } from '#plan/pick-ruler.ts';
import type { CityContext } from './city-part.ts';
import { pointerPixels } from './city-picker.ts';
import type { CityPicker } from './city-picker.ts';
import type { ExhibitSlot } from './exhibit-slot.ts';
import type { Labels } from './labels.ts';
import { bladeLayer } from './shown-light.ts';

/** A hand's ray may miss a beam by that much and still mean it: 1.5°. */
const handRadians = (1.5 * Math.PI) / 180;

interface Hovered {
  readonly gripped: Gripped | undefined;
  readonly target: Target | undefined;
}

/** Says what can be taken hold of under a point of the canvas or on a hand's ray, from what is drawn now. */
export class GripPicker {
  readonly #context: CityContext;
  readonly #picker: CityPicker;
  readonly #labels: Labels;
  readonly #exhibit: ExhibitSlot;

  constructor(
    context: CityContext,
    parts: {
      readonly picker: CityPicker;
      readonly labels: Labels;
      readonly exhibit: ExhibitSlot;
    },
  ) {
    this.#context = context;
    this.#picker = parts.picker;
    this.#labels = parts.labels;
    this.#exhibit = parts.exhibit;
  }

  /** CSS pixels from the canvas's top left; a finger means what it misses by more of them. */
  gripAt(x: number, y: number, reachPixels = pointerPixels): Gripped | undefined {
    const toleranceRadians = this.#picker.radiansOf(reachPixels);
    return this.#pick(this.#context.rig.rayAt(x, y), toleranceRadians);
  }

  /** What a mouse points at there, and what of it it could take hold of: with one look. */
  hoverAt(x: number, y: number): Hovered {
    const ray = this.#context.rig.rayAt(x, y);
    const met = this.#picker.meet(ray, this.#picker.radiansOf(pointerPixels));
    if (!met) return { gripped: undefined, target: undefined };
    const scene = this.#gripScene(met.scene, met.openMetres);
    const gripped = gripOfMet(ray, scene, met.built);
    return { gripped, target: gripped?.target ?? met.nearest?.target };
  }

  /** A ray in city metres; a hand reaches for what it touches and takes whole floors. */
  gripOfRay(ray: Ray, hand?: Hand): Gripped | undefined {
    return this.#pick(ray, handRadians, hand);
  }

  /** The last layer under a cutting plane held at that height, city metres. */
  sliceLayerAt(yMetres: number): number | undefined {
    const plan = this.#context.plan();
    return plan && sliceLayerAt(plan, yMetres);
  }

  #pick(ray: Ray, toleranceRadians: number, hand?: Hand): Gripped | undefined {
    const scene = this.#picker.scene(toleranceRadians);
    if (!scene) return undefined;
    const hiddenFromMetres =
      this.#exhibit.part?.find(ray, toleranceRadians)?.distanceMetres ?? Infinity;
    return pickGrip(ray, this.#gripScene(scene, hiddenFromMetres), hand);
  }

  #gripScene(scene: PickScene, hiddenFromMetres: number): GripScene {
    return { ...scene, ruler: this.#ruler(), hiddenFromMetres };
  }

  #ruler(): GripScene['ruler'] {
    const hung = this.#labels.ruler;
    const { store, preview } = this.#context;
    return hung && { ...hung, bladeLayer: bladeLayer(store.state, preview.state) };
  }
}
