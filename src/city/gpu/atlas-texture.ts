import '@babylonjs/core/Engines/Extensions/engine.rawTexture';
import { Constants } from '@babylonjs/core/Engines/constants';
import type { Engine } from '@babylonjs/core/Engines/engine';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture';
import type { Scene } from '@babylonjs/core/scene';

/** Every card that can do WebGL2 in practice takes 4096 either way. */
export const atlasWidthTexels = 4096;
/** Room for the texts of 128 towers: measured, they fill about half of it. */
export const atlasHeightTexels = 2048;
/**
 * Mip levels that are filled. Places are as wide as multiples of 2 ** levels: each level of a place is
 * made from that place alone, so no label bleeds into its neighbour, and each of its rows is a
 * multiple of 4 bytes, as WebGL unpacks them.
 */
const filledLevels = 4;
export const placeStepTexels = 1 << filledLevels;

/**
 * The letters' texture, RG8: lightness, premultiplied by alpha, and alpha; the ink gives the colour.
 * Each place is uploaded with its own mip levels; nothing is kept on this side.
 */
export class AtlasTexture {
  readonly texture: RawTexture;
  readonly #engine: Engine;
  readonly #levelsArray: Uint8Array[] = [];

  constructor(scene: Scene, engine: Engine, largestPlaceTexels: number) {
    this.#engine = engine;
    this.texture = new RawTexture(
      null,
      atlasWidthTexels,
      atlasHeightTexels,
      Constants.TEXTUREFORMAT_RG,
      scene,
      false,
      false,
      Constants.TEXTURE_BILINEAR_SAMPLINGMODE,
      Constants.TEXTURETYPE_UNSIGNED_BYTE,
    );
    this.makeRoom();
    this.texture.wrapU = Constants.TEXTURE_CLAMP_ADDRESSMODE;
    this.texture.wrapV = Constants.TEXTURE_CLAMP_ADDRESSMODE;
    // Text is read at a slant along the avenue.
    this.texture.anisotropicFilteringLevel = 8;
    for (let level = 0; level < filledLevels; level += 1) {
      this.#levelsArray.push(new Uint8Array((largestPlaceTexels * 2) >> (2 * level)));
    }
  }

  /**
   * Makes room for the mip levels that are filled; to be called again when the context is new.
   * Babylon would compute all levels of what is empty, twice, which takes a tenth of a second.
   */
  makeRoom(): void {
    const texture = this.texture.getInternalTexture();
    if (!texture) return;
    const engine = this.#engine;
    const gl = engine._gl;
    engine._bindTextureDirectly(gl.TEXTURE_2D, texture, true);
    for (let level = 1; level < filledLevels; level += 1) {
      const [width, height] = [atlasWidthTexels >> level, atlasHeightTexels >> level];
      gl.texImage2D(gl.TEXTURE_2D, level, gl.RG8, width, height, 0, gl.RG, gl.UNSIGNED_BYTE, null);
    }
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, filledLevels - 1);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    engine._bindTextureDirectly(gl.TEXTURE_2D, null);
  }

  /**
   * Puts a picture into a place.
   * @param pixels - RGBA, not premultiplied, row by row from the top, as a canvas gives them.
   */
  upload(
    place: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    },
    pixels: Uint8ClampedArray,
  ): void {
    const texture = this.texture.getInternalTexture();
    if (!texture) return;
    packLightness(pixels, this.#levelsArray[0]!);
    for (let level = 0; level < filledLevels; level += 1) {
      const width = place.width >> level;
      const height = place.height >> level;
      const levelArray = this.#levelsArray[level]!;
      if (level > 0) halve(this.#levelsArray[level - 1]!, levelArray, width, height);
      this.#engine.updateTextureData(
        texture,
        levelArray,
        place.x >> level,
        place.y >> level,
        width,
        height,
        0,
        level,
      );
    }
  }

  dispose(): void {
    this.texture.dispose();
  }
}

/** Luminance (Rec. 709) times alpha, and alpha: an emoji keeps its shades, not its colours. */
function packLightness(pixels: Uint8ClampedArray, outArray: Uint8Array): void {
  for (let from = 0, out = 0; from < pixels.length; from += 4, out += 2) {
    const alpha = pixels[from + 3]!;
    const lightness =
      0.2126 * pixels[from]! + 0.7152 * pixels[from + 1]! + 0.0722 * pixels[from + 2]!;
    outArray[out] = (lightness * alpha + 127) / 255;
    outArray[out + 1] = alpha;
  }
}

/** Means of 2 × 2 texels; `width` and `height` are the smaller picture's. */
function halve(fromArray: Uint8Array, outArray: Uint8Array, width: number, height: number): void {
  const stride = width * 4;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = y * 2 * stride + x * 4;
      const out = (y * width + x) * 2;
      for (let channel = 0; channel < 2; channel += 1) {
        const at = from + channel;
        outArray[out + channel] =
          (fromArray[at]! +
            fromArray[at + 2]! +
            fromArray[at + stride]! +
            fromArray[at + stride + 2]! +
            2) >>
          2;
      }
    }
  }
}
