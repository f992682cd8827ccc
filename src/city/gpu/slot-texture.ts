import { Constants } from '@babylonjs/core/Engines/constants';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture';
import type { Scene } from '@babylonjs/core/scene';
import { shownTokenLimit } from '#contract/control-message.ts';

/** Token slots the city has: one for each token this version shows. */
export const slotCount = shownTokenLimit;
/** Bytes of a slot in one row. */
export const slotBytes = 4;
export const slotRows = 2;

/**
 * What a tower is besides its numbers, RGBA8, x = slot. Row 0: highest lit layer + 1, selected
 * (0 or 1), two unused. Row 1: square root of the light its lowest floors throw on the street.
 */
export class SlotTexture {
  readonly texture: RawTexture;
  /** Written by `tower-state.ts`; `upload` shows what it holds. */
  readonly bytesArray = new Uint8Array(slotCount * slotBytes * slotRows);

  constructor(scene: Scene) {
    this.texture = new RawTexture(
      this.bytesArray,
      slotCount,
      slotRows,
      Constants.TEXTUREFORMAT_RGBA,
      scene,
      false,
      false,
      Constants.TEXTURE_NEAREST_SAMPLINGMODE,
      Constants.TEXTURETYPE_UNSIGNED_BYTE,
    );
  }

  upload(): void {
    this.texture.update(this.bytesArray);
  }

  dispose(): void {
    this.texture.dispose();
  }
}
