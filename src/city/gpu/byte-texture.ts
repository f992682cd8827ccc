import { Constants } from '@babylonjs/core/Engines/constants';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture';
import type { Scene } from '@babylonjs/core/scene';

/**
 * One channel, R8, smooth between texels, repeated along both sides. Babylon keeps the bytes and
 * sends them again after a lost context.
 */
export function byteTexture(
  scene: Scene,
  bytesArray: Uint8Array<ArrayBuffer>,
  width: number,
): RawTexture {
  const texture = new RawTexture(
    bytesArray,
    width,
    bytesArray.length / width,
    Constants.TEXTUREFORMAT_R,
    scene,
    false,
    false,
    Constants.TEXTURE_BILINEAR_SAMPLINGMODE,
    Constants.TEXTURETYPE_UNSIGNED_BYTE,
  );
  texture.wrapU = Constants.TEXTURE_WRAP_ADDRESSMODE;
  texture.wrapV = Constants.TEXTURE_WRAP_ADDRESSMODE;
  return texture;
}
