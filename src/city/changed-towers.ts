import { Vector3, Vector4 } from '@babylonjs/core/Maths/math.vector';
import type { ModelShape } from '#contract/model-shape.ts';
import type { Settings, StoreState } from '#store/read.ts';
import { showsDifference } from '#view/difference-legend.ts';
import {
  changedFragmentDeclarations,
  changedLookUniforms,
  changedNumbersShader,
  changedVertexDeclarations,
  finishChangedLight,
  placeChangedPoint,
} from './changed-look-shader.ts';
import type { CityFrame } from './city-frame.ts';
import type { CityContext } from './city-part.ts';
import { withDrawer } from './drawer-mesh.ts';
import { askedChanges, stopLayer } from './shown-light.ts';
import { TowerDraw } from './tower-draw.ts';
import type { TowerTextures } from './tower-draw.ts';
import type { TowerLook } from './tower-shader.ts';

/** How far a floor comes out for each metre of the hand's path: out of its tower when it is armed. */
const drawerShare = 3.3;
/** Slides back in with this time constant when it is let go. */
const slideMillis = 90;

const changedLook: TowerLook = {
  uniforms: changedLookUniforms,
  vertexDeclarations: changedVertexDeclarations,
  fragmentDeclarations: changedFragmentDeclarations,
  placePoint: placeChangedPoint,
  numbersShader: changedNumbersShader,
  finish: finishChangedLight,
  mesh: withDrawer,
};

/**
 * The towers while something was done to the model or is about to be: floors that are gone or held,
 * a cut, a stop, light that shows differences. Stands in for the plain towers, draw for draw.
 */
export class ChangedTowers {
  readonly draws: readonly TowerDraw[];
  readonly #context: CityContext;
  // Babylon keeps references to these; they are written, never replaced.
  readonly #drawer = new Vector4(-1, 0, -1, 0);
  readonly #eye = Vector3.Zero();
  readonly #goneArray: number[];

  constructor(context: CityContext, shape: ModelShape, textures: TowerTextures) {
    this.#context = context;
    this.#goneArray = Array.from({ length: shape.layerCount }, () => 0);
    this.draws = (['upright', 'reflected'] as const).map(
      (pass) => new TowerDraw(context.scene, shape, textures, { pass, look: changedLook }),
    );
    for (const { material } of this.draws) {
      // Made whenever it is wanted, so whose camera is active then must not matter.
      material.setVector3('eye', this.#eye);
      material.setVector4('drawer', this.#drawer);
      material.setFloats('gone', this.#goneArray);
    }
    this.applySettings(context.store.state.settings);
  }

  /** Whether a floor stands out of its tower: held, or on its way back. */
  get isOut(): boolean {
    return this.#drawer.x >= 0;
  }

  /** Whether its shaders are compiled; asking starts that. */
  get isReady(): boolean {
    let isReady = true;
    // Each is asked, so that all compile beside each other.
    for (const draw of this.draws) if (!draw.isReady) isReady = false;
    return isReady;
  }

  applySettings(settings: Settings): void {
    for (const draw of this.draws) draw.applySettings(settings);
  }

  /** @returns whether a floor is sliding by itself. */
  look(frame: CityFrame): boolean {
    const { state } = this.#context.store;
    const { x, y, z } = this.#context.viewer().pose.position;
    this.#eye.set(x, y, z);
    const difference = showsDifference(state) ? 1 : 0;
    this.#noteGone(state);
    const lastLit = stopLayer(state);
    for (const { material } of this.draws) {
      material.setFloat('difference', difference);
      material.setFloat('stopLayer', lastLit);
    }
    return this.#slide(frame.deltaMillis);
  }

  dispose(): void {
    for (const draw of this.draws) draw.dispose();
  }

  #noteGone(state: StoreState): void {
    this.#goneArray.fill(0);
    for (const { change, isOn } of askedChanges(state)) {
      if (isOn && change.kind === 'layer') this.#goneArray[change.layer] = 1;
    }
  }

  #slide(deltaMillis: number): boolean {
    const { preview, viewer, plan, reducedMotion } = this.#context;
    for (const { grip, pulledMetres } of preview.state.held) {
      if (grip.verb !== 'grab') continue;
      const { layer } = grip;
      const pulled = Math.max(0, pulledMetres) * drawerShare;
      // A floor that is gone comes back in by the same way.
      const out = this.#goneArray[layer] === 1 ? Math.max(0.01, drawerShare / 2 - pulled) : pulled;
      const isBehind = plan()?.layout !== 'ring' && viewer().pose.position.z > 0;
      this.#drawer.set(pulled > 0 ? layer : -1, out, isBehind ? 1 : -1, 0);
      return false;
    }
    if (!this.isOut) return false;
    const isGone = this.#goneArray[this.#drawer.x] === 1;
    this.#drawer.y *= Math.exp(-deltaMillis / slideMillis);
    if (isGone || reducedMotion() || this.#drawer.y < 0.004) this.#drawer.x = -1;
    // The frame that shuts it is not the last: the next may draw plain towers again.
    return true;
  }
}
