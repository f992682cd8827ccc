/** Most device pixels drawn per CSS pixel, from the best to what is still readable. */
const pixelRatios = [2, 1.5, 1] as const;
/** A frame that takes longer is late; 24 moving frames are looked at together. */
const lateMillis = 30;
const framesLookedAt = 24;

/**
 * Gives pixels up where the graphics card cannot keep pace: after a run of moving frames of which
 * more than half were late, one step down. It never steps up again, so that nothing flickers.
 */
export class PixelQuality {
  #step = 0;
  #frames = 0;
  #lateFrames = 0;

  /** Pixels drawn per CSS pixel on a screen that has so many. */
  pixelRatio(devicePixelRatio: number): number {
    return Math.min(devicePixelRatio, pixelRatios[this.#step] ?? 1);
  }

  /**
   * @param deltaMillis - since the frame before; 0 after a rest, which tells nothing.
   * @returns whether the pixel ratio has changed.
   */
  noteFrame(deltaMillis: number): boolean {
    if (deltaMillis <= 0) return false;
    this.#frames += 1;
    if (deltaMillis > lateMillis) this.#lateFrames += 1;
    if (this.#frames < framesLookedAt) return false;
    const isSlow = this.#lateFrames * 2 > this.#frames;
    this.#frames = 0;
    this.#lateFrames = 0;
    if (!isSlow || this.#step === pixelRatios.length - 1) return false;
    this.#step += 1;
    return true;
  }
}
