import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { kernelBytes } from '#tests/support/tiny-engine.ts';
import { createTinyModel, type TinyModel } from '#tests/support/tiny-gguf.ts';
import { createForwardPass } from './create-forward-pass.ts';
import { GgufError } from './gguf-error.ts';
import { loadWeights, WeightLoader } from './weight-loader.ts';
import type { ModelWeights } from './weights.ts';

const model = createTinyModel();

function loadInChunks(file: Uint8Array, chunkBytes: number, fileLength = file.length) {
  const loader = new WeightLoader({ kernels: kernelBytes, fileLength });
  for (let first = 0; first < file.length; first += chunkBytes) {
    // The chunk is overwritten after use, as a reader that recycles its buffer does.
    const chunk = file.slice(first, first + chunkBytes);
    loader.push(chunk);
    chunk.fill(0xff);
  }
  return loader.finish();
}

function logitsOf(weights: ModelWeights): Float32Array {
  const branch = createForwardPass({ weights, precision: 'i16', maxPositions: 4 }).createBranch();
  branch.step(7);
  branch.step(100);
  return branch.borrowLogits().slice();
}

/** The tiny file with its metadata key or tensor name renamed to one of the same length. */
function renamed({ bytes, dataOffset }: TinyModel, from: string, to: string): Uint8Array {
  const header = new TextDecoder('latin1').decode(bytes.subarray(0, dataOffset));
  const copy = bytes.slice();
  copy.set(new TextEncoder().encode(to), header.indexOf(from));
  return copy;
}

describe('loading weights', () => {
  test.each([1, 7, 4096, 100_000])('in chunks of %d bytes gives the same model', (chunkBytes) => {
    const whole = logitsOf(loadWeights(kernelBytes, model.bytes));
    expect(logitsOf(loadInChunks(model.bytes, chunkBytes))).toEqual(whole);
  });

  test('tells the header before the weights, and how far it is', () => {
    const { bytes, dataOffset } = model;
    const loader = new WeightLoader({ kernels: kernelBytes, fileLength: bytes.length });
    loader.push(bytes.subarray(0, 100));
    expect(loader.header).toBeUndefined();
    loader.push(bytes.subarray(100, dataOffset + 1));
    expect(loader.header?.metadata.get('general.name')).toBe('Tiny');
    expect(loader.receivedBytes).toBe(dataOffset + 1);
  });

  test('takes no more memory than a quarter over the file, and its kernels', () => {
    const { heap } = loadWeights(kernelBytes, model.bytes);
    expect(heap.u8.length).toBeLessThan(model.bytes.length * 1.25 + 2 ** 21);
  });

  test.each(['header', 'weights'])('of a file cut in its %s is refused', (part) => {
    const end = part === 'header' ? model.dataOffset / 2 : model.bytes.length - 1000;
    const cut = model.bytes.subarray(0, end);
    expect(() => loadWeights(kernelBytes, cut)).toThrow(GgufError);
    const inPart = part === 'header' ? /inside its header/ : /inside tensor "blk/;
    expect(() => loadInChunks(cut, 1000, model.bytes.length)).toThrow(inPart);
  });

  test('of more bytes than announced is refused', () => {
    expect(() => loadInChunks(model.bytes, 1000, model.bytes.length - 1)).toThrow(GgufError);
  });

  test.each([
    ['blk.1.attn_k.weight', 'blk.1.attn_X.weight', /no tensor "blk.1.attn_k.weight"/],
    ['llama.block_count', 'llama.Xlock_count', /llama.block_count must be/],
    ['llama.vocab_size', 'llama.Xocab_size', undefined],
  ] as const)('with %s missing', (from, to, words) => {
    const load = (): unknown => loadWeights(kernelBytes, renamed(model, from, to));
    if (words) expect(load).toThrow(words);
    else expect(load).not.toThrow();
  });

  test('refuses a tensor it would have to leave out', () => {
    const shallow = createTinyModel({ layerCount: 3 });
    const header = new TextDecoder('latin1').decode(shallow.bytes.subarray(0, shallow.dataOffset));
    const bytes = shallow.bytes.slice();
    bytes[header.indexOf('llama.block_count') + 'llama.block_count'.length + 4] = 2;
    expect(() => loadWeights(kernelBytes, bytes)).toThrow(/"blk\.2\..*leaving it out/);
  });

  test('of a header with any byte changed loads or is refused in one sentence', () => {
    const random = createSeededRandom(3);
    for (let round = 0; round < 400; round += 1) {
      const bytes = model.bytes.slice();
      bytes[Math.floor(random() * model.dataOffset)]! ^= 1 << Math.floor(random() * 8);
      try {
        loadWeights(kernelBytes, bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(GgufError);
      }
    }
  });
});
