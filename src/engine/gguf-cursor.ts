import { GgufError } from './gguf-error.ts';

/** Thrown inside the reader when the bytes so far end before the header does; more may come. */
export class HeaderIncomplete extends Error {}

const decoder = new TextDecoder();

/**
 * Reads little-endian values from the start of a GGUF file. Nothing is taken before it is known to
 * fit: `limit` is where the header must end at the latest, `bytes` may be only its beginning.
 */
export class GgufCursor {
  offset = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly limit: number;

  constructor(bytes: Uint8Array, limit: number) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.limit = limit;
  }

  /**
   * Moves past `size` bytes and returns where they start.
   * @throws GgufError when the file ends before, {@link HeaderIncomplete} when only these bytes do.
   */
  skip(size: number, what: string): number {
    const start = this.offset;
    if (size > this.limit - start) {
      throw new GgufError(
        `The file ends inside its header: ${what} at byte ${String(start)} needs ${String(size)} bytes, ${String(this.limit - start)} are left.`,
      );
    }
    if (start + size > this.bytes.length) throw new HeaderIncomplete();
    this.offset = start + size;
    return start;
  }

  u8(what: string): number {
    return this.view.getUint8(this.skip(1, what));
  }

  u32(what: string): number {
    return this.view.getUint32(this.skip(4, what), true);
  }

  /** A size, count or offset: refused where JavaScript's integers end. */
  size(what: string): number {
    const start = this.skip(8, what);
    const value = Number(this.view.getBigUint64(start, true));
    if (!Number.isSafeInteger(value)) {
      throw new GgufError(`${what} at byte ${String(start)} is absurd: ${String(value)}.`);
    }
    return value;
  }

  /** A count of things that take at least `bytesEach` in the header, refused when they cannot fit. */
  count(what: string, bytesEach: number): number {
    const start = this.offset;
    const value = this.size(what);
    if (value * bytesEach > this.limit - this.offset) {
      throw new GgufError(
        `${what} at byte ${String(start)} is ${String(value)}, more than a file of this size can hold: it is damaged or was cut short.`,
      );
    }
    return value;
  }

  string(what: string): string {
    const length = this.count(`the length of ${what}`, 1);
    const start = this.skip(length, what);
    return decoder.decode(this.bytes.subarray(start, start + length));
  }

  /** One number of `byteCount` bytes, read by `read`. */
  number(byteCount: number, read: (view: DataView, offset: number) => number): number {
    return read(this.view, this.skip(byteCount, 'a metadata value'));
  }
}
