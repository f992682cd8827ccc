import '@babylonjs/core/Engines/Extensions/engine.rawTexture';
import { Constants } from '@babylonjs/core/Engines/constants';
import type { Engine } from '@babylonjs/core/Engines/engine';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture';
import type { Scene } from '@babylonjs/core/scene';

export const boardTextureTexels = { width: 2048, height: 2560 } as const;
/** Boards are seen at about half to all of their size, never from afar. */
const filledLevels = 3;

/** Pictures of boards, RGBA8, premultiplied; each place is drawn by a canvas and uploaded alone. */
export class BoardTexture {
  readonly texture: RawTexture;
  readonly #engine: Engine;
  #isStale = false;

  constructor(scene: Scene, engine: Engine) {
    this.#engine = engine;
    this.texture = new RawTexture(
      null,
      boardTextureTexels.width,
      boardTextureTexels.height,
      Constants.TEXTUREFORMAT_RGBA,
      scene,
      false,
      false,
      Constants.TEXTURE_BILINEAR_SAMPLINGMODE,
      Constants.TEXTURETYPE_UNSIGNED_BYTE,
    );
    this.texture.wrapU = Constants.TEXTURE_CLAMP_ADDRESSMODE;
    this.texture.wrapV = Constants.TEXTURE_CLAMP_ADDRESSMODE;
  }

  /** Puts a picture's upper rows into a place; `fillLevels` is to follow. Before a frame's first draw, as all uploads. */
  upload(
    picture: HTMLCanvasElement,
    place: { readonly x: number; readonly y: number },
    height: number,
  ): void {
    const texture = this.texture.getInternalTexture();
    if (!texture) return;
    const engine = this.#engine;
    const gl = engine._gl;
    engine._bindTextureDirectly(gl.TEXTURE_2D, texture, true);
    engine._unpackFlipY(false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, 1);
    const { width } = picture;
    const { RGBA, UNSIGNED_BYTE } = gl;
    gl.texSubImage2D(
      gl.TEXTURE_2D,
      0,
      place.x,
      place.y,
      width,
      height,
      RGBA,
      UNSIGNED_BYTE,
      picture,
    );
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, 0);
    engine._bindTextureDirectly(gl.TEXTURE_2D, null);
    this.#isStale = true;
  }

  /** What is seen from farther off follows what was uploaded: once for all pictures of a frame, if there were any. */
  fillLevels(): void {
    const texture = this.texture.getInternalTexture();
    if (!this.#isStale || !texture) return;
    this.#isStale = false;
    const engine = this.#engine;
    const gl = engine._gl;
    engine._bindTextureDirectly(gl.TEXTURE_2D, texture, true);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, filledLevels - 1);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.generateMipmap(gl.TEXTURE_2D);
    engine._bindTextureDirectly(gl.TEXTURE_2D, null);
  }

  dispose(): void {
    this.texture.dispose();
  }
}
