import { Constants } from '@babylonjs/core/Engines/constants';
import type { BaseTexture } from '@babylonjs/core/Materials/Textures/baseTexture';
import { ShaderMaterial } from '@babylonjs/core/Materials/shaderMaterial';
import { Vector2, Vector3, Vector4 } from '@babylonjs/core/Maths/math.vector';
import type { Mesh } from '@babylonjs/core/Meshes/mesh';
import type { Scene } from '@babylonjs/core/scene';
import type { Vec3 } from '#contract/preview.ts';
import type { SignColumn } from '#plan/sign-column.ts';
import { FrontUniforms } from './front-uniforms.ts';
import type { ReplayFront } from './replay-front.ts';
import { instancedMesh, unitSquare } from './plain-mesh.ts';
import {
  labelFragmentShader,
  labelSamplers,
  labelUniforms,
  labelVertexShader,
} from './label-shader.ts';

/** All labels in one draw: one quad, one instance per record. */
export class LabelDraw {
  readonly #mesh: Mesh;
  readonly #material: ShaderMaterial;
  // Babylon keeps references to these; they are written, never replaced.
  readonly #eye = Vector3.Zero();
  readonly #lensColumn = Vector4.Zero();
  readonly #lensFit = Vector2.Zero();
  readonly #rulerColumn = Vector4.Zero();
  readonly #rulerFit = Vector2.Zero();
  readonly #front = new FrontUniforms();

  constructor(
    scene: Scene,
    textures: {
      readonly atlas: BaseTexture;
      readonly quads: BaseTexture;
      readonly plan: BaseTexture;
    },
  ) {
    const material = new ShaderMaterial(
      'labels',
      scene,
      { vertexSource: labelVertexShader, fragmentSource: labelFragmentShader },
      {
        attributes: ['position'],
        uniforms: [...labelUniforms],
        samplers: [...labelSamplers],
        needAlphaBlending: true,
      },
    );
    material.setTexture('atlas', textures.atlas);
    material.setTexture('quads', textures.quads);
    material.setTexture('plan', textures.plan);
    material.setVector3('eye', this.#eye);
    material.setVector4('lensColumn', this.#lensColumn);
    material.setVector2('lensFit', this.#lensFit);
    material.setVector4('rulerColumn', this.#rulerColumn);
    material.setVector2('rulerFit', this.#rulerFit);
    this.#front.addMaterial(material);
    material.setFloat('lensPosition', 0);
    material.setFloat('layerTotal', 0);
    material.setFloat('focalPixels', 1000);
    material.backFaceCulling = false;
    material.alphaMode = Constants.ALPHA_PREMULTIPLIED;
    // A sign hides what is behind it, other signs included.
    material.forceDepthWrite = true;
    this.#material = material;
    this.#mesh = instancedMesh(scene, 'labels', unitSquare());
    this.#mesh.material = material;
  }

  set quadCount(count: number) {
    this.#mesh.forcedInstanceCount = count;
    this.#mesh.setEnabled(count > 0);
  }

  /** @param focalPixels - CSS pixels a metre takes at one metre's distance. */
  look(eye: Vec3, focalPixels: number): void {
    this.#eye.set(eye.x, eye.y, eye.z);
    this.#material.setFloat('focalPixels', focalPixels);
  }

  /** How far the replay has climbed: signs appear with what they stand on. */
  climb(front: Readonly<ReplayFront>, lensPosition: number, layerCount: number): void {
    this.#front.set(front);
    this.#material.setFloat('lensPosition', lensPosition);
    this.#material.setFloat('layerTotal', layerCount);
  }

  /** Where the columns hang; a share of 0 hides one. */
  hang(column: 'lens' | 'ruler', at: SignColumn, share: number): void {
    const place = column === 'lens' ? this.#lensColumn : this.#rulerColumn;
    const fit = column === 'lens' ? this.#lensFit : this.#rulerFit;
    place.set(at.cornerX, at.cornerZ, at.rightX, at.rightZ);
    fit.set(at.side, share);
  }

  dispose(): void {
    this.#mesh.dispose();
    this.#material.dispose();
  }
}
