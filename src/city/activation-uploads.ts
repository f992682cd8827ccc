import type { DecodedDifference, DecodedOverview } from '#contract/decoded-message.ts';
import type { ActivationTexture } from './gpu/activation-texture.ts';
import { slotCount } from './gpu/slot-texture.ts';
import { UploadQueue } from './gpu/upload-queue.ts';

/** Frames longer than this are late: uploads give way. */
const lateFrameMillis = 40;

/** What windows show: a run's numbers, or how far they moved. By position. */
export type ShownNumbers = readonly (DecodedOverview | DecodedDifference | undefined)[];

/** A slot may hold the numbers that are shown, other ones, or nothing yet. */
export type SlotNumbers = 'shown' | 'stale' | 'none';

/**
 * Keeps the activation texture equal to what the store shows: what changed is queued, the newest
 * first, and uploaded before a frame's first draw. A slot counts as uploaded only while it holds
 * the numbers that are shown.
 */
export class ActivationUploads {
  readonly #queue: UploadQueue;
  readonly #held: ShownNumbers[number][] = [];
  readonly #uploadSlot: (slot: number) => number;
  #texture: ActivationTexture | undefined;
  #numbers: ShownNumbers = [];
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
  fill(texture: ActivationTexture, numbers: ShownNumbers): void {
    this.#texture = texture;
    this.#held.length = 0;
    this.#queue.clear();
    this.follow(numbers);
  }

  /** Queues every slot whose numbers are other ones than the texture holds. */
  follow(numbers: ShownNumbers): void {
    this.#numbers = numbers;
    const count = Math.min(slotCount, numbers.length);
    for (let slot = 0; slot < count; slot += 1) {
      const shown = numbers[slot];
      const held = this.#held[slot];
      if (!shown || shown === held) continue;
      // The model that takes over from a recording computes the same numbers: nothing goes dark.
      if (held && !this.#queue.isWaiting(slot) && hasSameTexels(held, shown)) {
        this.#held[slot] = shown;
      } else {
        this.#queue.add(slot);
      }
    }
  }

  numbersAt(position: number): SlotNumbers {
    const held = this.#held[position];
    if (held === undefined) return 'none';
    return held === this.#numbers[position] ? 'shown' : 'stale';
  }

  /** Uploads this frame's share. Returns true when anything was uploaded. */
  advance(deltaMillis: number): boolean {
    if (this.#queue.size === 0) return false;
    if (deltaMillis > 0) this.#queue.noteFrame(deltaMillis > lateFrameMillis);
    this.#bytes += this.#queue.drain(this.#uploadSlot);
    return true;
  }

  #upload(slot: number): number {
    const shown = this.#numbers[slot];
    if (!shown || !this.#texture) return 0;
    this.#held[slot] = shown;
    return this.#texture.uploadToken(slot, shown.texels);
  }
}

/** What texels are packed from; the texels themselves may have gone back to be filled again. */
function texelParts(
  numbers: DecodedOverview | DecodedDifference,
): readonly (Uint8Array | Float32Array)[] {
  const { zCodes, postCodes, residCodes } = numbers;
  const own =
    numbers.type === 'overview'
      ? [numbers.added, numbers.addedCosine, numbers.lnScale]
      : [numbers.wholeCodes];
  return [zCodes, postCodes, residCodes, ...own];
}

function hasSameTexels(
  one: DecodedOverview | DecodedDifference,
  other: DecodedOverview | DecodedDifference,
): boolean {
  if (one.type !== other.type) return false;
  const others = texelParts(other);
  return texelParts(one).every((part, nth) => {
    const same = others[nth];
    return (
      part.length === same?.length && part.every((value, index) => Object.is(value, same[index]))
    );
  });
}
