import type { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Vector4 } from '@babylonjs/core/Maths/math.vector';
import { uncutLayers } from './replay-front.ts';
import type { ReplayFront } from './replay-front.ts';

/** Gives the materials of a draw what `replayFrontShader` reads. */
export class FrontUniforms {
  // Babylon keeps a reference to it; it is written, never replaced.
  readonly #front = Vector4.Zero();
  readonly #materials: ShaderMaterial[] = [];

  addMaterial(material: ShaderMaterial): void {
    this.#materials.push(material);
    material.setVector4('front', this.#front);
    material.setFloat('cutLayers', uncutLayers);
  }

  set(front: Readonly<ReplayFront>): void {
    this.#front.set(front.position, front.heightLayers, front.strength, front.sweptBelow);
    for (const material of this.#materials) material.setFloat('cutLayers', front.cutLayers);
  }
}
