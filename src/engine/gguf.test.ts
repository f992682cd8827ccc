import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';
import { GgufError } from './gguf-error.ts';
import { readGgufHeader } from './gguf.ts';

const model = createTinyModel({ layerCount: 1 });
const text = new TextDecoder('latin1').decode(model.bytes.subarray(0, model.dataOffset));

/** The tiny file with bytes written over at `offset`. */
function patched(offset: number, ...bytes: number[]): Uint8Array {
  const copy = model.bytes.slice();
  copy.set(bytes, offset);
  return copy;
}

/** A little-endian u64. */
function u64(value: bigint): number[] {
  return [...new Uint8Array(BigUint64Array.of(value).buffer)];
}

function read(bytes: Uint8Array, fileLength = bytes.length): ReturnType<typeof readGgufHeader> {
  return readGgufHeader(bytes, fileLength);
}

/** Where the entry of the tensor table that follows its name starts. */
function afterName(name: string): number {
  return text.indexOf(name) + name.length;
}

describe('the header of a GGUF file', () => {
  test('gives the metadata and the tensors in the order of their bytes', () => {
    const header = read(model.bytes);
    expect(header?.metadata.get('general.architecture')).toBe('llama');
    expect(header?.tensors[0]).toEqual({
      name: 'token_embd.weight',
      type: 'Q8_0',
      columnCount: 64,
      rowCount: model.shape.vocabularySize,
      byteOffset: model.dataOffset,
      byteLength: 2 * 34 * model.shape.vocabularySize,
    });
  });

  test('is not there yet while bytes of it are missing', () => {
    for (let length = 0; length < model.dataOffset - 32; length += 97) {
      expect(read(model.bytes.subarray(0, length), model.bytes.length)).toBeUndefined();
    }
  });

  test('of a file that ends inside it is refused with the place', () => {
    for (let length = 0; length < model.dataOffset - 32; length += 1013) {
      expect(() => read(model.bytes.subarray(0, length))).toThrow(/ at byte \d+ /);
    }
  });

  test.each([
    { what: 'another magic number', bytes: patched(0, 0x47, 0x47, 0x4d, 0x4c), words: /GGUF/ },
    { what: 'version 1', bytes: patched(4, 1), words: /version 1 .*byte 4/ },
    { what: 'a big-endian version', bytes: patched(4, 0, 0, 0, 3), words: /version 50331648/ },
    { what: '2^60 tensors', bytes: patched(8, ...u64(2n ** 60n)), words: /number of tensors/ },
    { what: '2^50 tensors', bytes: patched(8, ...u64(2n ** 50n)), words: /number of tensors/ },
    {
      what: '2^40 metadata entries',
      bytes: patched(16, ...u64(2n ** 40n)),
      words: /metadata entr/,
    },
    { what: 'a name of 2^60 bytes', bytes: patched(24, ...u64(2n ** 60n)), words: /byte 24/ },
  ])('with $what is refused', ({ bytes, words }) => {
    expect(() => read(bytes)).toThrow(GgufError);
    expect(() => read(bytes)).toThrow(words);
  });

  test('with an array of 2^33 strings is refused before anything is taken', () => {
    const key = 'tokenizer.ggml.tokens';
    const bytes = patched(text.indexOf(key) + key.length + 8, ...u64(2n ** 33n));
    expect(() => read(bytes)).toThrow(/the length of "tokenizer.ggml.tokens".*8589934592/);
  });

  const name = 'blk.0.ffn_up.weight';
  test.each([
    { what: 'three dimensions', at: 0, bytes: [3], words: /3 dimensions/ },
    { what: 'a width of 2^60', at: 4, bytes: u64(2n ** 60n), words: /width of tensor/ },
    { what: 'a width that is no whole block', at: 4, bytes: u64(65n), words: /65 × 96/ },
    { what: 'a height of 0', at: 12, bytes: u64(0n), words: /64 × 0/ },
    { what: 'a height of 2^52', at: 12, bytes: u64(2n ** 52n), words: /claims bytes/ },
    { what: 'type Q4_K', at: 20, bytes: [12], words: /Q4_K.*byte \d+/ },
    { what: 'type 77', at: 20, bytes: [77], words: /number 77/ },
    {
      what: 'an offset outside the file',
      at: 24,
      bytes: u64(2n ** 40n),
      words: /the file ends at/,
    },
    { what: 'an offset that is not aligned', at: 24, bytes: u64(33n), words: /aligned/ },
    { what: "another tensor's offset", at: 24, bytes: u64(0n), words: /overlaps/ },
  ])('with a tensor of $what is refused by the name of the tensor', ({ at, bytes, words }) => {
    const file = patched(afterName(name) + at, ...bytes);
    expect(() => read(file)).toThrow(GgufError);
    expect(() => read(file)).toThrow(words);
    if (!String(words).includes('overlaps')) expect(() => read(file)).toThrow(name);
  });

  test('with any byte changed is read or refused in one sentence', () => {
    const random = createSeededRandom(7);
    let refusedCount = 0;
    for (let round = 0; round < 3000; round += 1) {
      const offset = Math.floor(random() * model.dataOffset);
      try {
        read(patched(offset, Math.floor(random() * 256)));
      } catch (error) {
        expect(error).toBeInstanceOf(GgufError);
        expect(String(error)).toMatch(/^GgufError: .{10,300}\.$/s);
        refusedCount += 1;
      }
    }
    expect(refusedCount).toBeGreaterThan(100);
  });
});
