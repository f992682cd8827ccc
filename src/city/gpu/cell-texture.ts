import '@babylonjs/core/Engines/Extensions/engine.rawTexture';
import { Constants } from '@babylonjs/core/Engines/constants';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture';
import type { Scene } from '@babylonjs/core/scene';

/** Bytes of a cell: light of a positive value, light of a negative one; both 255 for nothing. */
export const cellBytes = 2;
/** Cells side by side in a row of the texture: a power of two, so that shaders can shift. */
export const cellsPerRowBits = 10;
const cellsPerRow = 1 << cellsPerRowBits;

/** Cells of boards, RG8, one after the other from the upper left. Grows when more are to be shown. */
export class CellTexture {
  readonly #scene: Scene;
  #texture: RawTexture | undefined;
  #bytesArray = new Uint8Array(0);

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Undefined before the first `reserve`. */
  get texture(): RawTexture | undefined {
    return this.#texture;
  }

  /** The bytes to write so many cells into; `upload` shows them. Valid until the next call. */
  reserve(cellCount: number): Uint8Array {
    const rows = Math.ceil(Math.max(1, cellCount) / cellsPerRow);
    const bytes = rows * cellsPerRow * cellBytes;
    if (bytes > this.#bytesArray.length) {
      const roomy = 2 ** Math.ceil(Math.log2(rows)) * cellsPerRow * cellBytes;
      this.#bytesArray = new Uint8Array(roomy);
      this.#texture?.dispose();
      this.#texture = this.#create();
    }
    return this.#bytesArray;
  }

  upload(): void {
    this.#texture?.update(this.#bytesArray);
  }

  dispose(): void {
    this.#texture?.dispose();
  }

  #create(): RawTexture {
    return new RawTexture(
      this.#bytesArray,
      cellsPerRow,
      this.#bytesArray.length / (cellsPerRow * cellBytes),
      Constants.TEXTUREFORMAT_RG,
      this.#scene,
      false,
      false,
      Constants.TEXTURE_NEAREST_SAMPLINGMODE,
      Constants.TEXTURETYPE_UNSIGNED_BYTE,
    );
  }
}
