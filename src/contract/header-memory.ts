import { readHeader, type ReadHeader } from './safetensors-header.ts';

/** Kinds of messages that take turns in a stream. */
const keptCount = 4;

interface Kept {
  /** Length prefix and JSON. */
  readonly bytes: Uint8Array;
  readonly blobLength: number;
  readonly header: ReadHeader;
}

/**
 * Headers read last. What changes from message to message of a stream is in the tensors, so a header
 * that was read and checked once need only be compared. An optimisation, never a requirement.
 */
export class HeaderMemory {
  readonly #kept: Kept[] = [];

  /**
   * As `readHeader`.
   * @throws SafetensorsError
   */
  read(bytes: Uint8Array, headerByteLimit: number): ReadHeader {
    for (const kept of this.#kept) if (isSame(bytes, kept)) return kept.header;
    const header = readHeader(bytes, headerByteLimit);
    this.#kept.unshift({
      bytes: bytes.slice(0, header.dataStart),
      blobLength: bytes.length,
      header,
    });
    if (this.#kept.length > keptCount) this.#kept.pop();
    return header;
  }
}

function isSame(bytes: Uint8Array, kept: Kept): boolean {
  if (bytes.length !== kept.blobLength) return false;
  for (let at = 0; at < kept.bytes.length; at += 1) {
    if (bytes[at] !== kept.bytes[at]) return false;
  }
  return true;
}
