import { Template } from '@huggingface/jinja';
import { sentenceOf } from '#kit/sentence-of.ts';
import { GgufError } from './gguf-error.ts';
import type { GgufValue } from './gguf.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The text a model was trained to see for these messages, ending where its answer begins. */
export type ChatTemplate = (messages: readonly ChatMessage[]) => string;

/**
 * The GGUF's `tokenizer.chat_template`, a Jinja template, run by an interpreter (no `eval`).
 * @returns undefined when the model has none: it continues texts and was not made to answer.
 * @throws GgufError when the template is no Jinja or refuses the messages.
 */
export function readChatTemplate(
  metadata: ReadonlyMap<string, GgufValue>,
): ChatTemplate | undefined {
  const source = metadata.get('tokenizer.chat_template');
  if (source === undefined) return undefined;
  if (typeof source !== 'string') {
    throw new GgufError('The metadata entry tokenizer.chat_template is not a text.');
  }
  const template = inWords(() => new Template(source));
  const specialTokens = {
    bos_token: textOfToken(metadata, 'tokenizer.ggml.bos_token_id'),
    eos_token: textOfToken(metadata, 'tokenizer.ggml.eos_token_id'),
  };
  return (messages) =>
    inWords(() => template.render({ messages, add_generation_prompt: true, ...specialTokens }));
}

function textOfToken(metadata: ReadonlyMap<string, GgufValue>, key: string): string {
  const id = metadata.get(key);
  const tokens = metadata.get('tokenizer.ggml.tokens');
  const text: unknown = Array.isArray(tokens) && typeof id === 'number' ? tokens[id] : undefined;
  return typeof text === 'string' ? text : '';
}

function inWords<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const reason = sentenceOf(error);
    throw new GgufError(
      `The model's chat template cannot be used (${reason.slice(0, 200)}); send the text without it.`,
    );
  }
}
