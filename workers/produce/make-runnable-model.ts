import type { Display } from '#contract/control-message.ts';
import { defaultModel } from '#contract/default-model.ts';
import type { ForwardPass } from '#contract/forward-pass.ts';
import { readChatTemplate } from '#engine/chat-template.ts';
import type { GgufHeader } from '#engine/gguf.ts';
import type { Tokenizer } from '#engine/tokenizer.ts';
import type { RunnableModel } from './runnable-model.ts';

export interface ModelParts {
  readonly forward: ForwardPass;
  readonly header: GgufHeader;
  readonly tokenizer: Tokenizer;
  readonly display: Display;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

/** Written ends of texts and turns; a file names only one of them as its own. */
const endTexts = ['<|endoftext|>', '<|im_end|>', '</s>', '<|eot_id|>'];

/** Puts together what a producer needs from a loaded file. */
export function makeRunnableModel(parts: ModelParts): RunnableModel {
  const { forward, header, tokenizer, display, sha256 } = parts;
  const chatTemplate = readChatTemplate(header.metadata);
  return {
    forward,
    display,
    identity: {
      ...nameOf(header, sha256),
      sha256,
      architecture: textOf(header, 'general.architecture') ?? '',
      ...forward.shape,
      dtype: commonestType(header),
    },
    encodePrompt: (prompt, chat) => {
      if (!chat) return tokenizer.encode(prompt);
      if (!chatTemplate) {
        throw new Error('This model has no chat template; switch chat off to continue the text.');
      }
      return tokenizer.encode(chatTemplate([{ role: 'user', content: prompt }]));
    },
    bytesOf: (token) => tokenizer.bytesOf(token),
    textOf: (token) => tokenizer.textOf(token),
    endTokens: endTokensOf(header, tokenizer),
    vocabulary: { bytes: tokenizer.vocabularyBytes, offsets: tokenizer.vocabularyOffsets },
  };
}

/** The default model's file calls itself by its training run; people know it by another name. */
function nameOf(header: GgufHeader, sha256: string): { name: string; revision: string } {
  const { name, revision } = defaultModel;
  if (sha256 === defaultModel.sha256) return { name, revision };
  return {
    name: textOf(header, 'general.name') ?? 'a model without a name',
    revision: textOf(header, 'general.version') ?? '',
  };
}

function textOf({ metadata }: GgufHeader, key: string): string | undefined {
  const value = metadata.get(key);
  return typeof value === 'string' ? value.slice(0, 200) : undefined;
}

/** The type most bytes of the file are in. */
function commonestType({ tensors }: GgufHeader): string {
  const bytes = new Map<string, number>();
  for (const { type, byteLength } of tensors) bytes.set(type, (bytes.get(type) ?? 0) + byteLength);
  return [...bytes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

function endTokensOf({ metadata }: GgufHeader, tokenizer: Tokenizer): ReadonlySet<number> {
  const ends = new Set<number>();
  for (const key of ['tokenizer.ggml.eos_token_id', 'tokenizer.ggml.eot_token_id']) {
    const id = metadata.get(key);
    if (typeof id === 'number') ends.add(id);
  }
  for (const text of endTexts) {
    const id = tokenizer.tokenOf(text);
    if (id !== undefined) ends.add(id);
  }
  return ends;
}
