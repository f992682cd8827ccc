import { Constants } from '@babylonjs/core/Engines/constants';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture';
import type { Scene } from '@babylonjs/core/scene';

/**
 * Brightness scales for the shader, RGBA32F: x = layer, y = hook (z, post, resid), as
 * `brightnessScales` packs them; below, y = 3 + head: what it is known for, as `roleTexels` says.
 */
export class ScaleTexture {
  readonly texture: RawTexture;

  constructor(scene: Scene, scalesArray: Float32Array<ArrayBuffer>, layerCount: number) {
    this.texture = new RawTexture(
      scalesArray,
      layerCount,
      scalesArray.length / (4 * layerCount),
      Constants.TEXTUREFORMAT_RGBA,
      scene,
      false,
      false,
      Constants.TEXTURE_NEAREST_SAMPLINGMODE,
      Constants.TEXTURETYPE_FLOAT,
    );
  }

  upload(scalesArray: Float32Array<ArrayBuffer>): void {
    this.texture.update(scalesArray);
  }

  dispose(): void {
    this.texture.dispose();
  }
}
