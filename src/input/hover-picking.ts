import type { CameraPose } from '#contract/preview.ts';
import type { CanvasPoint } from './actor.ts';
import type { InputWorld } from './input-world.ts';
import { performGesture, type CanvasPlace } from './perform-gesture.ts';

/**
 * Finds what the pointer hovers, at most once a frame: after it moved, and after the camera moved
 * beneath it.
 */
export class HoverPicking {
  readonly #world: InputWorld;
  /** Says in the preview what the pointer hovers. */
  show: (point: CanvasPoint) => void;
  #point: CanvasPoint | undefined;
  #isDue = false;
  #pose: CameraPose | undefined;

  constructor(world: InputWorld, place: () => CanvasPlace) {
    this.#world = world;
    this.show = (point) => {
      performGesture({ kind: 'hover', point }, world, place());
    };
  }

  pointAt(point: CanvasPoint): void {
    this.#point = point;
    this.#isDue = true;
    this.#world.requestTick();
  }

  /** The pointer is busy with something else, or gone. */
  forget(): void {
    this.#point = undefined;
    this.#isDue = false;
  }

  /** Called by the scene's loop. */
  tick(): void {
    const pose = this.#world.rig?.pose;
    const point = this.#point;
    const hasMoved = pose !== this.#pose && this.#world.preview.state.hover !== undefined;
    this.#pose = pose;
    if (point === undefined || !(this.#isDue || hasMoved)) return;
    this.#isDue = false;
    this.show(point);
  }
}
