import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { GgufError } from '#engine/gguf-error.ts';
import { readGgufHeader, type GgufHeader, type GgufValue } from '#engine/gguf.ts';
import { readTokenizerSource, Tokenizer } from '#engine/tokenizer.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { projectFolder } from '#tests/support/run-command.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';

const modelPath = join(projectFolder, 'assets/models/SmolLM2-135M-Instruct.Q4_1.gguf');
const casesPath = join(projectFolder, 'tests/reference/tokenizer-cases.json');

function readModelHeader(): GgufHeader {
  const bytes = new Uint8Array(2 ** 21);
  const file = openSync(modelPath, 'r');
  readSync(file, bytes);
  closeSync(file);
  const header = readGgufHeader(bytes, statSync(modelPath).size);
  if (!header) throw new Error('the header is longer than two mebibytes');
  return header;
}

describe('SmolLM2’s tokenizer', () => {
  let tokenizer: Tokenizer;
  beforeAll(() => {
    tokenizer = new Tokenizer(readTokenizerSource(readModelHeader().metadata, 49_152));
  });

  const { cases } = JSON.parse(readFileSync(casesPath, 'utf8')) as { cases: [string, number[]][] };
  test.each(cases)('gives %j the ids of the reference', (text, ids) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  test('bytes and stream give every text back', () => {
    for (const [text] of cases) {
      const ids = tokenizer.encode(text);
      const bytes = ids.flatMap((id) => [...tokenizer.bytesOf(id)]);
      expect(Uint8Array.from(bytes)).toEqual(new TextEncoder().encode(text));
      const stream = tokenizer.createTextStream();
      expect(ids.map((id) => stream.push(id)).join('') + stream.end()).toBe(text);
    }
  });

  test('a character in pieces comes out with its last piece', () => {
    const stream = tokenizer.createTextStream();
    const ids = tokenizer.encode('語');
    expect(ids.length).toBeGreaterThan(1);
    const pieces = ids.map((id) => stream.push(id));
    expect(pieces.at(-1)).toBe('語');
    expect(pieces.slice(0, -1).join('')).toBe('');
    const [first = 0] = ids;
    expect(tokenizer.textOf(first)).toBe('�');
    stream.push(first);
    expect(stream.end()).toBe('�');
  });

  test('a byte order mark is text like any other', () => {
    const ids = tokenizer.encode('\ufeffa');
    const stream = tokenizer.createTextStream();
    expect(ids.map((id) => stream.push(id)).join('')).toBe('\ufeffa');
  });

  test('random texts survive, but for the six control characters without a token', () => {
    const random = createSeededRandom(12);
    const letters = Array.from('aÄz 0٣½\n\t é本ж\u0001\u0004\u001d\u200d👩😀ع');
    for (let round = 0; round < 300; round += 1) {
      const text = Array.from({ length: 12 }, () => letters[Math.floor(random() * letters.length)]);
      const stream = tokenizer.createTextStream();
      const ids = tokenizer.encode(text.join(''));
      const decoded = ids.map((id) => stream.push(id)).join('') + stream.end();
      expect(decoded).toBe(text.join('').replaceAll(/[\u0004\u0006\u0013\u0014\u0016\u001d]/g, ''));
    }
  });

  test('digits of every script stand alone', () => {
    const alone = Array.from('²³').flatMap((digit) => tokenizer.encode(digit));
    expect(tokenizer.encode('²³')).toEqual(alone);
  });

  test('special tokens written out are those tokens; nothing is nothing', () => {
    expect(tokenizer.encode('<|im_start|>user')).toEqual([1, 4093]);
    expect(tokenizer.textOf(1)).toBe('<|im_start|>');
    expect(tokenizer.encode('')).toEqual([]);
  });

  test('knows which texts are one token', () => {
    expect(tokenizer.tokenOf(' Paris')).toBe(7042);
    expect(tokenizer.textOf(7042)).toBe(' Paris');
    expect(tokenizer.tokenOf('Paris, France')).toBeUndefined();
    expect(tokenizer.tokenOf('')).toBeUndefined();
    expect(() => tokenizer.bytesOf(49_152)).toThrow(RangeError);
    expect(() => tokenizer.bytesOf(0.5)).toThrow(RangeError);
  });
});

describe('a tokenizer that cannot be is refused in words', () => {
  const tiny = createTinyModel();
  const readTiny = (key: string, value: GgufValue): unknown => {
    const header = readGgufHeader(tiny.bytes, tiny.bytes.length);
    const metadata = new Map(header?.metadata).set(`tokenizer.ggml.${key}`, value);
    return readTokenizerSource(metadata, tiny.shape.vocabularySize);
  };
  test.each<[string, GgufValue, string]>([
    ['model', 'llama', 'tokenizer.ggml.model is "llama"; the tokenizer supports only "gpt2"'],
    ['pre', 'llama-bpe', 'tokenizer.ggml.pre is "llama-bpe"; the tokenizer supports only "smollm"'],
    ['tokens', [1, 2], 'not a list of texts'],
    ['tokens', ['a'], 'lists 1 tokens, but the model embeds 271'],
    ['merges', 'a b', 'not a list of texts'],
    ['token_type', [1], 'one number for each token'],
  ])('%s = %j', (key, value, words) => {
    expect(() => readTiny(key, value)).toThrow(GgufError);
    expect(() => readTiny(key, value)).toThrow(words);
  });

  test('a token that begins every text is put first where the model wants it', () => {
    const header = readGgufHeader(tiny.bytes, tiny.bytes.length);
    const metadata = new Map(header?.metadata).set('tokenizer.ggml.add_bos_token', true);
    const tokenizer = new Tokenizer(readTokenizerSource(metadata, tiny.shape.vocabularySize));
    expect(tokenizer.encode('')).toEqual([1]);
    expect(tokenizer.encode(' the').map((id) => tokenizer.textOf(id))).toEqual([
      '<|im_start|>',
      ' the',
    ]);
    metadata.set('tokenizer.ggml.bos_token_id', 999);
    expect(() => readTokenizerSource(metadata, tiny.shape.vocabularySize)).toThrow('bos_token_id');
  });
});
