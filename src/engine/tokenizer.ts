import { Tokenizer as BpeTokenizer } from '@huggingface/tokenizers';
import { GgufError } from './gguf-error.ts';
import type { GgufValue } from './gguf.ts';

/** A tokenizer as a GGUF's `tokenizer.ggml.*` keys describe it. */
export interface TokenizerSource {
  /** Token t's text in GPT-2's printable stand-ins for bytes; special tokens as they are written. */
  readonly tokens: readonly string[];
  /** llama.cpp's `llama_token_type`: 3 control, 4 user-defined. */
  readonly tokenTypes: readonly number[];
  /** "left right", most important first. */
  readonly merges: readonly string[];
  /** Begins every text; absent when the model does without. */
  readonly bosToken?: number;
}

const controlType = 3;
const userDefinedType = 4;

/**
 * Byte-level BPE with SmolLM's pre-tokenizer. A token alone may hold part of a character, so text
 * is decoded as a stream. Bytes for which the vocabulary has no token vanish, as they do in the
 * reference tokenizer: SmolLM2 lacks six control characters (U+0004, 6, 13, 14, 16 and 1D hex).
 */
export class Tokenizer {
  /** Token t's bytes are `vocabularyBytes[vocabularyOffsets[t] … vocabularyOffsets[t + 1])`. Not to be changed. */
  readonly vocabularyBytes: Uint8Array<ArrayBuffer>;
  readonly vocabularyOffsets: Uint32Array<ArrayBuffer>;
  private readonly bpe: BpeTokenizer;
  private readonly bosToken: number | undefined;
  private readonly textDecoder = createTextDecoder();

  constructor(source: TokenizerSource) {
    this.bpe = createBpe(source);
    this.bosToken = source.bosToken;
    const { bytes, offsets } = bytesOfTokens(source);
    this.vocabularyBytes = bytes;
    this.vocabularyOffsets = offsets;
  }

  get vocabularySize(): number {
    return this.vocabularyOffsets.length - 1;
  }

  /** Special tokens written out in the text count as such. An empty text has no ids (or the one that begins every text). */
  encode(text: string): number[] {
    const ids = text === '' ? [] : this.bpe.encode(text, { add_special_tokens: false }).ids;
    return this.bosToken === undefined ? ids : [this.bosToken, ...ids];
  }

  /** A view, not to be changed. @throws RangeError when the id is not in the vocabulary. */
  bytesOf(token: number): Uint8Array<ArrayBuffer> {
    if (!Number.isInteger(token) || token < 0 || token >= this.vocabularySize) {
      throw new RangeError(
        `Token ${String(token)} is not among the model’s ${String(this.vocabularySize)}.`,
      );
    }
    const [begin, end] = this.vocabularyOffsets.subarray(token, token + 2);
    return this.vocabularyBytes.subarray(begin, end);
  }

  /** One token's text; a part of a character shows as U+FFFD. */
  textOf(token: number): string {
    return this.textDecoder.decode(this.bytesOf(token));
  }

  /** The one token that is exactly this text; undefined when the text takes none or several. */
  tokenOf(text: string): number | undefined {
    const ids = text === '' ? [] : this.bpe.encode(text, { add_special_tokens: false }).ids;
    return ids.length === 1 ? ids[0] : undefined;
  }

  /**
   * Decodes a text token by token: what completes a character comes out with the token that
   * completes it, `end` gives what is left over (as U+FFFD).
   */
  createTextStream(): { push: (token: number) => string; end: () => string } {
    const decoder = createTextDecoder();
    return {
      push: (token) => decoder.decode(this.bytesOf(token), { stream: true }),
      end: () => decoder.decode(),
    };
  }
}

/**
 * Reads the GGUF keys and checks that they describe a tokenizer this one can be.
 * @param vocabularySize - tokens the model's embedding has rows for
 * @throws GgufError naming the metadata entry and what is wrong with it
 */
export function readTokenizerSource(
  metadata: ReadonlyMap<string, GgufValue>,
  vocabularySize: number,
): TokenizerSource {
  mustBe(metadata, 'tokenizer.ggml.model', 'gpt2');
  mustBe(metadata, 'tokenizer.ggml.pre', 'smollm');
  const tokens = stringsAt(metadata, 'tokenizer.ggml.tokens');
  const merges = stringsAt(metadata, 'tokenizer.ggml.merges');
  const tokenTypes = metadata.get('tokenizer.ggml.token_type');
  if (tokens.length !== vocabularySize) {
    throw new GgufError(
      `The metadata lists ${String(tokens.length)} tokens, but the model embeds ${String(vocabularySize)}; the file is damaged.`,
    );
  }
  if (!isNumberList(tokenTypes) || tokenTypes.length !== tokens.length) {
    throw new GgufError(
      'The metadata entry tokenizer.ggml.token_type does not have one number for each token; the file is damaged.',
    );
  }
  const source = { tokens, tokenTypes, merges };
  if (metadata.get('tokenizer.ggml.add_bos_token') !== true) return source;
  const bosToken = metadata.get('tokenizer.ggml.bos_token_id');
  if (typeof bosToken !== 'number' || bosToken >= tokens.length) {
    throw new GgufError(
      'The metadata entry tokenizer.ggml.bos_token_id is not one of the tokens; the file is damaged.',
    );
  }
  return { ...source, bosToken };
}

function createBpe({ tokens, tokenTypes, merges }: TokenizerSource): BpeTokenizer {
  const addedTokens = tokens.flatMap((content, id) => {
    const type = tokenTypes[id];
    if (type !== controlType && type !== userDefinedType) return [];
    const special = type === controlType;
    return [
      { id, content, special, normalized: false, single_word: false, lstrip: false, rstrip: false },
    ];
  });
  const json = {
    model: {
      type: 'BPE',
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        // The tokenizers library's Digits(individual_digits) splits off every Unicode number; this
        // package's takes ASCII digits only, so the same is said as a split.
        { type: 'Split', pattern: { Regex: '\\p{N}' }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel' },
    added_tokens: addedTokens,
  };
  return new BpeTokenizer(json, {});
}

function bytesOfTokens({ tokens, tokenTypes }: TokenizerSource): {
  bytes: Uint8Array<ArrayBuffer>;
  offsets: Uint32Array<ArrayBuffer>;
} {
  const byteOfCharCode = byteLevelAlphabet();
  const encoder = new TextEncoder();
  const offsets = new Uint32Array(tokens.length + 1);
  // No UTF-16 unit becomes more than three bytes of UTF-8.
  const bytes = new Uint8Array(tokens.reduce((total, token) => total + 3 * token.length, 0));
  let end = 0;
  tokens.forEach((token, id) => {
    const isWrittenOut = tokenTypes[id] === controlType || tokenTypes[id] === userDefinedType;
    const begin = end;
    for (let at = 0; at < token.length && !isWrittenOut; at += 1) {
      bytes[end] = byteOfCharCode[token.charCodeAt(at)] ?? notAByte;
      end += 1;
    }
    if (isWrittenOut) end += encoder.encodeInto(token, bytes.subarray(begin)).written;
    offsets[id + 1] = end;
  });
  return { bytes: bytes.slice(0, end), offsets };
}

/** Stands for a character outside the byte alphabet, which no byte-level vocabulary has: "?". */
const notAByte = 0x3f;

/**
 * GPT-2's reversible byte alphabet (Radford et al. 2019, `bytes_to_unicode`), by UTF-16 code:
 * printable Latin-1 stands for itself, the other bytes in ascending order for U+0100 on.
 */
function byteLevelAlphabet(): readonly (number | undefined)[] {
  const byteOfCharCode: (number | undefined)[] = [];
  let moved = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    byteOfCharCode[printable ? byte : 0x100 + moved++] = byte;
  }
  return byteOfCharCode;
}

function createTextDecoder(): InstanceType<typeof TextDecoder> {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}

function mustBe(metadata: ReadonlyMap<string, GgufValue>, key: string, supported: string): void {
  const value = metadata.get(key);
  if (value === supported) return;
  throw new GgufError(
    `The metadata entry ${key} is ${JSON.stringify(value ?? 'absent').slice(0, 40)}; the tokenizer supports only "${supported}".`,
  );
}

function stringsAt(metadata: ReadonlyMap<string, GgufValue>, key: string): readonly string[] {
  const value = metadata.get(key);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new GgufError(`The metadata entry ${key} is not a list of texts; the file is damaged.`);
}

function isNumberList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
