import '@babylonjs/core/Engines/Extensions/engine.rawTexture';
import { Constants } from '@babylonjs/core/Engines/constants';
import type { Engine } from '@babylonjs/core/Engines/engine';
import { RawTexture2DArray } from '@babylonjs/core/Materials/Textures/rawTexture2DArray';
import type { Scene } from '@babylonjs/core/scene';

export interface ActivationTextureSize {
  /** Columns of a texel row, a multiple of 4. */
  readonly width: number;
  readonly slotCount: number;
  readonly layerCount: number;
}

/**
 * One R8 TEXTURE_2D_ARRAY: x = columns of `texelLayout`, y = token slot, slice = layer. The only
 * place that touches Babylon's WebGL context: Babylon replaces whole textures only, a token is one
 * row of every slice. Nothing is kept on this side: after a lost context every row is uploaded again.
 */
export class ActivationTexture {
  readonly texture: RawTexture2DArray;
  readonly size: ActivationTextureSize;
  readonly #engine: Engine;

  /** @throws RangeError when this graphics card cannot hold the texture. */
  constructor(scene: Scene, engine: Engine, size: ActivationTextureSize) {
    assertFits(engine, size);
    this.#engine = engine;
    this.size = size;
    this.texture = new RawTexture2DArray(
      null,
      size.width,
      size.slotCount,
      size.layerCount,
      Constants.TEXTUREFORMAT_R,
      scene,
      false,
      false,
      Constants.TEXTURE_NEAREST_SAMPLINGMODE,
      Constants.TEXTURETYPE_UNSIGNED_BYTE,
    );
  }

  get bytesPerToken(): number {
    return this.size.width * this.size.layerCount;
  }

  /**
   * Puts one token's texels, [layerCount, width], into a slot of every layer: one texSubImage3D.
   * @returns bytes uploaded.
   * @throws RangeError when the texels have another size.
   */
  uploadToken(slot: number, texels: Uint8Array): number {
    const { width, layerCount, slotCount } = this.size;
    if (texels.length !== this.bytesPerToken || slot < 0 || slot >= slotCount) {
      throw new RangeError(
        `A token has ${String(this.bytesPerToken)} texels in one of ${String(slotCount)} slots, not ${String(texels.length)} in slot ${String(slot)}.`,
      );
    }
    const engine = this.#engine;
    const gl = engine._gl;
    engine._bindTextureDirectly(gl.TEXTURE_2D_ARRAY, this.texture.getInternalTexture(), true);
    engine._unpackFlipY(false);
    gl.texSubImage3D(
      gl.TEXTURE_2D_ARRAY,
      0,
      0,
      slot,
      0,
      width,
      1,
      layerCount,
      gl.RED,
      gl.UNSIGNED_BYTE,
      texels,
    );
    engine._bindTextureDirectly(gl.TEXTURE_2D_ARRAY, null);
    return texels.length;
  }

  dispose(): void {
    this.texture.dispose();
  }
}

function assertFits(engine: Engine, size: ActivationTextureSize): void {
  const gl = engine._gl;
  const across = Number(gl.getParameter(gl.MAX_TEXTURE_SIZE));
  const deep = Number(gl.getParameter(gl.MAX_ARRAY_TEXTURE_LAYERS));
  if (size.width % 4 !== 0) {
    throw new RangeError(`Texel rows are padded to a multiple of 4, not ${String(size.width)}.`);
  }
  if (Math.max(size.width, size.slotCount) > across || size.layerCount > deep) {
    throw new RangeError(
      `This graphics card holds textures of ${String(across)} × ${String(across)} × ${String(deep)}; the model needs ${String(size.width)} × ${String(size.slotCount)} × ${String(size.layerCount)}: choose a smaller model.`,
    );
  }
}
