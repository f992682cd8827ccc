import type { Target } from '#contract/intent.ts';
import type { Ray } from '#contract/preview.ts';
import { pick } from '#plan/pick.ts';
import type { Picked, PickScene } from '#plan/pick-scene.ts';
import { litLayerAt } from '#view/focus-position.ts';
import type { Beams } from './beams.ts';
import { focalPixels } from './camera-lens.ts';
import type { CityContext } from './city-part.ts';
import type { ExhibitSlot } from './exhibit-slot.ts';
import type { Labels } from './labels.ts';
import { climbedLayers } from './replay-front.ts';

/** How far beside a thing a pointer still means it, CSS pixels. */
export const pointerPixels = 4;

/** What one look along a ray finds. */
export interface Met {
  readonly scene: PickScene;
  /** How far off stands what is open; Infinity: nothing does. */
  readonly openMetres: number;
  /** First but for what stands open. */
  readonly built: Picked | undefined;
  readonly nearest: Picked | undefined;
}

/** Says what lies under a point of the canvas or on a ray, from the plan and from what is drawn now. */
export class CityPicker {
  readonly #context: CityContext;
  readonly #beams: Beams;
  readonly #labels: Labels;
  readonly #exhibit: ExhibitSlot;

  constructor(
    context: CityContext,
    parts: { readonly beams: Beams; readonly labels: Labels; readonly exhibit: ExhibitSlot },
  ) {
    this.#context = context;
    this.#beams = parts.beams;
    this.#labels = parts.labels;
    this.#exhibit = parts.exhibit;
  }

  /** As the towers are drawn: up to the replay's front, and never above what is lit. */
  readonly #risenLayers = (position: number): number => {
    const { front, store } = this.#context;
    return Math.min(climbedLayers(front, position), litLayerAt(store.state, position) + 1);
  };

  /** CSS pixels from the canvas's top left. */
  pickAt(x: number, y: number): Target | undefined {
    return this.pickRay(this.#context.rig.rayAt(x, y))?.target;
  }

  pickRay(ray: Ray, toleranceRadians = this.radiansOf(pointerPixels)): Picked | undefined {
    return this.meet(ray, toleranceRadians)?.nearest;
  }

  /** Undefined while nothing stands there. */
  meet(ray: Ray, toleranceRadians: number): Met | undefined {
    const scene = this.scene(toleranceRadians);
    if (!scene) return undefined;
    const open = this.#exhibit.part?.find(ray, toleranceRadians);
    // What stands open comes before the beams that pass it, not before the towers.
    const built = pick(ray, open ? { ...scene, beams: undefined } : scene);
    const openMetres = open?.distanceMetres ?? Infinity;
    if (!open || (built && built.distanceMetres < openMetres)) {
      return { scene, openMetres, built, nearest: built };
    }
    const nearest = open.target && { ...open, target: open.target };
    return { scene, openMetres, built, nearest };
  }

  /** How wide that many CSS pixels are to the eye. */
  radiansOf(pixels: number): number {
    return pixels / focalPixels(this.#context.engine);
  }

  /** What a ray can meet now, but for what stands open. */
  scene(toleranceRadians: number): PickScene | undefined {
    const { store, viewer } = this.#context;
    const plan = this.#context.plan();
    return (
      plan && {
        plan,
        eye: viewer().pose.position,
        beams: this.#beams.pickable,
        risenLayers: this.#risenLayers,
        billboardsShown: store.state.settings.shown.predictions,
        lens: this.#labels.lensSigns,
        toleranceRadians,
      }
    );
  }
}
