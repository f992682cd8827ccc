import type { Camera } from '@babylonjs/core/Cameras/camera';
import type { Engine } from '@babylonjs/core/Engines/engine';
import type { AbstractMesh } from '@babylonjs/core/Meshes/abstractMesh';
import type { Scene } from '@babylonjs/core/scene';
import { FrameFence } from './gpu/frame-fence.ts';

/** How long frames wait for numbers before they show the empty dusk anyway. */
const longestWaitMillis = 400;
/** Bits that Babylon's own default mask leaves free. */
const firstFrameMask = 0x10000000;
const duskMask = 0x20000000;
const warmUpMask = 0x40000000;
const everythingMask = 0x0fffffff;
/** Share of the canvas that is drawn on when only shaders are to be compiled: a few pixels. */
const warmUpShare = 1 / 256;

/** Sky and street: shown without light when numbers are late, and with the first light from then on. */
export function showAsDusk(mesh: AbstractMesh): void {
  mesh.layerMask |= duskMask;
}

/** It stands in for something that the second frame brings. */
export function showOnlyInFirstFrame(mesh: AbstractMesh): void {
  mesh.layerMask = firstFrameMask;
}

/**
 * Sees to it that the first frame with light in it is finished soon, on a slow card too. A shader
 * is compiled when it is first used, so that frame holds the towers alone; before it, frames are
 * drawn on a few pixels only, when something new stands in them whose shader can compile while
 * numbers are on their way; and nothing else is begun until that first frame is really there.
 */
export class FirstLight {
  /** Resolves when the card has finished the first lit frame. */
  readonly announced: Promise<void>;
  readonly #scene: Scene;
  readonly #camera: Camera;
  readonly #fence: FrameFence;
  readonly #darkFromMillis: number;
  #stage: 'dark' | 'drawn' | 'on' = 'dark';
  #firstMask = firstFrameMask;
  /** Meshes whose shaders have been used already. */
  readonly #warmMeshes = new Set<AbstractMesh>();
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

  /** Nobody waits any longer: what is there is shown, though it be dark. */
  isLate(timeMillis: number): boolean {
    return timeMillis >= this.#darkFromMillis;
  }

  /**
   * Whether a cursor at that layer gives light worth waiting for no longer: a view may be shared from
   * before the first layer.
   */
  suffices(layer: number, timeMillis: number): boolean {
    return layer >= 0 || this.isLate(timeMillis);
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
    const isTooEarly = !hasLight && !this.isLate(timeMillis);
    const { viewport } = this.#camera;
    viewport.width = viewport.height = isTooEarly ? warmUpShare : 1;
    if (!isTooEarly && !hasLight) this.#firstMask |= duskMask;
    this.#camera.layerMask = isTooEarly ? warmUpMask : this.#firstMask;
    return isTooEarly && !this.#warmUp();
  }

  /** Marks what was never drawn before; returns whether there is any. */
  #warmUp(): boolean {
    let hasNew = false;
    for (const mesh of this.#scene.meshes) {
      mesh.layerMask &= ~warmUpMask;
      const isMeant = mesh.isEnabled() && (mesh.layerMask & firstFrameMask) !== 0;
      if (!isMeant || this.#warmMeshes.has(mesh)) continue;
      this.#warmMeshes.add(mesh);
      mesh.layerMask |= warmUpMask;
      hasNew = true;
    }
    return hasNew;
  }

  /** To be told of each frame in which nothing was left out. */
  noteFrame(hasLight: boolean): void {
    if (this.#stage !== 'dark' || !hasLight) return;
    this.#fence.start();
    this.#stage = 'drawn';
  }
}
