import '@babylonjs/core/Engines/Extensions/engine.rawTexture';
import { Constants } from '@babylonjs/core/Engines/constants';
import type { Engine } from '@babylonjs/core/Engines/engine';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture';
import type { Scene } from '@babylonjs/core/scene';

/** Side of the square atlas, texels. Phones' cards take twice as much. */
export const atlasSizeTexels = 2048;
/**
 * Mip levels that are filled. Places begin and end at multiples of 2 ** (levels − 1), so that each
 * level of a place is made from that place alone and no label bleeds into its neighbour.
 */
const filledLevels = 4;
export const placeStepTexels = 1 << (filledLevels - 1);

/**
 * The letters' texture, RGBA8 with premultiplied alpha. Each place is uploaded with its own mip
 * levels; nothing is kept on this side.
 */
export class AtlasTexture {
  readonly texture: RawTexture;
  readonly #engine: Engine;
  readonly #levelsArray: Uint8Array[] = [];

  constructor(scene: Scene, engine: Engine, largestPlaceTexels: number) {
    this.#engine = engine;
    this.texture = new RawTexture(
      null,
      atlasSizeTexels,
      atlasSizeTexels,
      Constants.TEXTUREFORMAT_RGBA,
      scene,
      true,
      false,
      Constants.TEXTURE_TRILINEAR_SAMPLINGMODE,
      Constants.TEXTURETYPE_UNSIGNED_BYTE,
    );
    this.texture.wrapU = Constants.TEXTURE_CLAMP_ADDRESSMODE;
    this.texture.wrapV = Constants.TEXTURE_CLAMP_ADDRESSMODE;
    // Text is read at a slant along the avenue.
    this.texture.anisotropicFilteringLevel = 8;
    for (let level = 0; level < filledLevels; level += 1) {
      this.#levelsArray.push(new Uint8Array((largestPlaceTexels * 4) >> (2 * level)));
    }
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
    premultiply(pixels, this.#levelsArray[0]!);
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

function premultiply(pixels: Uint8ClampedArray, outArray: Uint8Array): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3]!;
    outArray[at] = (pixels[at]! * alpha + 127) / 255;
    outArray[at + 1] = (pixels[at + 1]! * alpha + 127) / 255;
    outArray[at + 2] = (pixels[at + 2]! * alpha + 127) / 255;
    outArray[at + 3] = alpha;
  }
}

/** Means of 2 × 2 texels; `width` and `height` are the smaller picture's. */
function halve(fromArray: Uint8Array, outArray: Uint8Array, width: number, height: number): void {
  const stride = width * 8;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = y * 2 * stride + x * 8;
      const out = (y * width + x) * 4;
      for (let channel = 0; channel < 4; channel += 1) {
        const at = from + channel;
        outArray[out + channel] =
          (fromArray[at]! +
            fromArray[at + 4]! +
            fromArray[at + stride]! +
            fromArray[at + stride + 4]! +
            2) >>
          2;
      }
    }
  }
}
