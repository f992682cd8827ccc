import type { Camera } from '@babylonjs/core/Cameras/camera';
import type { Engine } from '@babylonjs/core/Engines/engine';
import type { AbstractMesh } from '@babylonjs/core/Meshes/abstractMesh';
import type { Scene } from '@babylonjs/core/scene';
import { FrameFence } from './gpu/frame-fence.ts';

/** How long frames wait for numbers before they show the empty dusk anyway. */
const longestWaitMillis = 400;
/** A bit that Babylon's own default mask leaves free. */
const firstFrameMask = 0x10000000;
const everythingMask = 0x0fffffff;
/** Share of the canvas that is drawn on when only shaders are to be compiled: a few pixels. */
const warmUpShare = 1 / 256;

/** The mesh is part of the first frame: sky, street and towers. The rest waits for the second. */
export function showInFirstFrame(mesh: AbstractMesh): void {
  mesh.layerMask |= firstFrameMask;
}

/**
 * Sees to it that the first frame with light in it is finished soon, on a slow card too. A shader
 * is compiled when it is first used, so that frame uses three; before it, frames are drawn on a few
 * pixels only, when something new stands in them whose shader can compile while numbers are on
 * their way; and nothing else is begun until that first frame is really there.
 */
export class FirstLight {
  /** Resolves when the card has finished the first lit frame. */
  readonly announced: Promise<void>;
  readonly #scene: Scene;
  readonly #camera: Camera;
  readonly #fence: FrameFence;
  readonly #darkFromMillis: number;
  #stage: 'dark' | 'drawn' | 'on' = 'dark';
  #drawnMeshCount = 0;
  #announce = (): void => undefined;

  constructor(options: {
    readonly engine: Engine;
    readonly scene: Scene;
    readonly camera: Camera;
    readonly startMillis: number;
  }) {
    this.#scene = options.scene;
    this.#camera = options.camera;
    this.#camera.layerMask = firstFrameMask;
    this.#fence = new FrameFence(options.engine);
    this.#darkFromMillis = options.startMillis + longestWaitMillis;
    this.announced = new Promise((resolve) => {
      this.#announce = resolve;
    });
  }

  /** The first lit frame has been drawn, if not finished yet. */
  get isDrawn(): boolean {
    return this.#stage !== 'dark';
  }

  get isOn(): boolean {
    return this.#stage === 'on';
  }

  /** It is not finished yet: another frame has to ask. */
  get isUnderWay(): boolean {
    return this.#stage === 'drawn';
  }

  /** Whether the frame at hand is better left out. */
  holdsBack(timeMillis: number, hasLight: boolean): boolean {
    if (this.#stage === 'on') return false;
    if (this.#stage === 'drawn') {
      if (!this.#fence.isOver()) return true;
      this.#stage = 'on';
      this.#camera.layerMask = everythingMask;
      this.#announce();
      // The next frame brings the rest, after everybody who waited for this one.
      return true;
    }
    const isNew = this.#countMeshes() > this.#drawnMeshCount;
    this.#drawnMeshCount = this.#countMeshes();
    const isTooEarly = !hasLight && timeMillis < this.#darkFromMillis;
    const { viewport } = this.#camera;
    viewport.width = viewport.height = isTooEarly ? warmUpShare : 1;
    return isTooEarly && !isNew;
  }

  #countMeshes(): number {
    const isThere = (mesh: AbstractMesh): boolean =>
      mesh.isEnabled() && (mesh.layerMask & firstFrameMask) !== 0;
    return this.#scene.meshes.filter(isThere).length;
  }

  /** To be told of each frame in which nothing was left out. */
  noteFrame(hasLight: boolean): void {
    if (this.#stage !== 'dark' || !hasLight) return;
    this.#fence.start();
    this.#stage = 'drawn';
  }
}
