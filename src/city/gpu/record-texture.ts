import { Constants } from '@babylonjs/core/Engines/constants';
import type { Engine } from '@babylonjs/core/Engines/engine';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture';
import type { Scene } from '@babylonjs/core/scene';

/** Texels (RGBA32F) of one record. */
export interface RecordTextureSize {
  readonly texelsPerRecord: number;
  readonly recordsPerRow: number;
  readonly rowCount: number;
}

/**
 * Records of floats for instanced draws, read in the shader by `gl_InstanceID`: `recordsPerRow`
 * records side by side in each row. Written on this side, uploaded row by row.
 */
export class RecordTexture {
  readonly texture: RawTexture;
  readonly size: RecordTextureSize;
  /** All records, row by row; `markRow` or `markRows` says what was written. */
  readonly recordsArray: Float32Array<ArrayBuffer>;
  readonly #engine: Engine;
  readonly #rowArray: Float32Array<ArrayBuffer>;
  readonly #isStale: Uint8Array;
  #staleCount = 0;

  constructor(scene: Scene, engine: Engine, size: RecordTextureSize) {
    this.size = size;
    this.#engine = engine;
    const width = size.texelsPerRecord * size.recordsPerRow;
    this.recordsArray = new Float32Array(width * size.rowCount * 4);
    this.#rowArray = new Float32Array(width * 4);
    this.#isStale = new Uint8Array(size.rowCount);
    this.texture = new RawTexture(
      null,
      width,
      size.rowCount,
      Constants.TEXTUREFORMAT_RGBA,
      scene,
      false,
      false,
      Constants.TEXTURE_NEAREST_SAMPLINGMODE,
      Constants.TEXTURETYPE_FLOAT,
    );
  }

  get recordLength(): number {
    return this.size.texelsPerRecord * 4;
  }

  markRow(row: number): void {
    if (this.#isStale[row] !== 0) return;
    this.#isStale[row] = 1;
    this.#staleCount += 1;
  }

  /** Everything has to be uploaded again: the WebGL context is new. */
  markAll(): void {
    this.#isStale.fill(1);
    this.#staleCount = this.size.rowCount;
  }

  /** Uploads the rows that were marked, each once. */
  upload(): void {
    if (this.#staleCount === 0) return;
    const texture = this.texture.getInternalTexture();
    if (!texture) return;
    const width = this.size.texelsPerRecord * this.size.recordsPerRow;
    for (let row = 0; row < this.size.rowCount; row += 1) {
      if (this.#isStale[row] === 0) continue;
      this.#isStale[row] = 0;
      const first = row * width * 4;
      for (let at = 0; at < this.#rowArray.length; at += 1) {
        this.#rowArray[at] = this.recordsArray[first + at]!;
      }
      this.#engine.updateTextureData(texture, this.#rowArray, 0, row, width, 1);
    }
    this.#staleCount = 0;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
