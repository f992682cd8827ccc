/** Time and bytes a frame may spend on uploads, whichever is used up first. */
export const uploadBudget = { millis: 1, bytes: 256 * 1024 } as const;
/** Good frames in a row after which the budget grows again. */
const goodFramesToGrow = 30;

/**
 * Slots waiting for upload, the latest asked for first. Each frame drains it within the budget,
 * but does at least one job; after a late frame the budget is halved and grows back by a tenth for
 * every 30 good ones. Allocates nothing after construction.
 */
export class UploadQueue {
  readonly #waitingSlots: Int32Array;
  readonly #isWaiting: Uint8Array;
  readonly #nowMillis: () => number;
  #count = 0;
  #share = 1;
  #goodFrames = 0;

  constructor(slotCount: number, nowMillis: () => number) {
    this.#waitingSlots = new Int32Array(slotCount);
    this.#isWaiting = new Uint8Array(slotCount);
    this.#nowMillis = nowMillis;
  }

  get size(): number {
    return this.#count;
  }

  isWaiting(slot: number): boolean {
    return this.#isWaiting[slot] === 1;
  }

  /** Puts a slot in front; one that waits already moves there. */
  add(slot: number): void {
    if (this.isWaiting(slot)) this.#remove(slot);
    this.#waitingSlots[this.#count] = slot;
    this.#isWaiting[slot] = 1;
    this.#count += 1;
  }

  clear(): void {
    this.#count = 0;
    this.#isWaiting.fill(0);
  }

  /** Tells how the frame before went, so that a slow machine gets smaller portions. */
  noteFrame(wasLate: boolean): void {
    if (wasLate) {
      this.#share = Math.max(0.125, this.#share / 2);
      this.#goodFrames = 0;
      return;
    }
    this.#goodFrames += 1;
    if (this.#goodFrames < goodFramesToGrow) return;
    this.#goodFrames = 0;
    this.#share = Math.min(1, this.#share * 1.1);
  }

  /**
   * Uploads what the budget allows; `upload` returns the bytes it sent.
   * @returns bytes sent in all.
   */
  drain(upload: (slot: number) => number): number {
    const startMillis = this.#nowMillis();
    let bytes = 0;
    while (this.#count > 0) {
      this.#count -= 1;
      const slot = this.#waitingSlots[this.#count] ?? 0;
      this.#isWaiting[slot] = 0;
      bytes += upload(slot);
      const spentMillis = this.#nowMillis() - startMillis;
      if (bytes >= uploadBudget.bytes * this.#share) break;
      if (spentMillis >= uploadBudget.millis * this.#share) break;
    }
    return bytes;
  }

  #remove(slot: number): void {
    const at = this.#waitingSlots.indexOf(slot);
    this.#waitingSlots.copyWithin(at, at + 1, this.#count);
    this.#count -= 1;
  }
}
