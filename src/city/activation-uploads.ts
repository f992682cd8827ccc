import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { StoreState } from '#store/read.ts';
import type { ActivationTexture } from './gpu/activation-texture.ts';
import { slotCount } from './gpu/slot-texture.ts';
import { UploadQueue } from './gpu/upload-queue.ts';

/** Frames longer than this are late: uploads give way. */
const lateFrameMillis = 40;

/**
 * Keeps the activation texture equal to the store's overviews: what changed is queued, the newest
 * first, and uploaded before a frame's first draw. A slot counts as uploaded only while it holds
 * the numbers of the overview that the store shows.
 */
export class ActivationUploads {
  readonly #queue: UploadQueue;
  readonly #shown: (DecodedOverview | undefined)[] = [];
  readonly #uploadSlot: (slot: number) => number;
  #texture: ActivationTexture | undefined;
  #overviews: StoreState['overviews'] = [];
  #bytes = 0;

  constructor(nowMillis: () => number) {
    this.#queue = new UploadQueue(slotCount, nowMillis);
    this.#uploadSlot = (slot) => this.#upload(slot);
  }

  /** Bytes sent since construction. */
  get uploadedBytes(): number {
    return this.#bytes;
  }

  /** Slots that wait for their upload. */
  get waitingCount(): number {
    return this.#queue.size;
  }

  /** Starts over with a texture that holds nothing: another model, or a context that came back. */
  fill(texture: ActivationTexture, overviews: StoreState['overviews']): void {
    this.#texture = texture;
    this.#shown.length = 0;
    this.#queue.clear();
    this.follow(overviews);
  }

  /** Queues every slot whose overview is another one than the texture holds. */
  follow(overviews: StoreState['overviews']): void {
    this.#overviews = overviews;
    const count = Math.min(slotCount, overviews.length);
    for (let slot = 0; slot < count; slot += 1) {
      const overview = overviews[slot];
      const shown = this.#shown[slot];
      if (!overview || overview === shown) continue;
      // The model that takes over from a recording computes the same numbers: nothing goes dark.
      if (shown && !this.#queue.isWaiting(slot) && hasSameTexels(shown, overview)) {
        this.#shown[slot] = overview;
      } else {
        this.#queue.add(slot);
      }
    }
  }

  isUploaded(position: number): boolean {
    const overview = this.#overviews[position];
    return overview !== undefined && this.#shown[position] === overview;
  }

  /** Uploads this frame's share. Returns true when anything was uploaded. */
  advance(deltaMillis: number): boolean {
    if (this.#queue.size === 0) return false;
    if (deltaMillis > 0) this.#queue.noteFrame(deltaMillis > lateFrameMillis);
    this.#bytes += this.#queue.drain(this.#uploadSlot);
    return true;
  }

  #upload(slot: number): number {
    const overview = this.#overviews[slot];
    if (!overview || !this.#texture) return 0;
    this.#shown[slot] = overview;
    return this.#texture.uploadToken(slot, overview.texels);
  }
}

/** What texels are packed from; the texels themselves may have gone back to be filled again. */
const texelParts = [
  'zCodes',
  'postCodes',
  'residCodes',
  'added',
  'addedCosine',
  'lnScale',
] as const satisfies readonly (keyof DecodedOverview)[];

function hasSameTexels(one: DecodedOverview, other: DecodedOverview): boolean {
  return texelParts.every((part) => {
    const [a, b] = [one[part], other[part]];
    return a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
  });
}
