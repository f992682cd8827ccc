import type { MetadataValue } from './gguf-writer.ts';

const special = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
const merges = [
  't h',
  'Ġ th',
  'Ġth e',
  'i n',
  'a n',
  'e r',
  'Ġ a',
  'o n',
  'r e',
  'Ġ i',
  'Ġi s',
  'an d',
];

/** GPT-2's printable stand-ins for bytes: printable Latin-1 stands for itself, the rest moves to U+0100 on. */
function byteCharacters(): string[] {
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let moved = 0;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCodePoint(printable(byte) ? byte : 256 + moved++),
  );
}

/** 271 tokens: three special ones, the 256 bytes, twelve merges. */
export const tinyVocabulary: readonly string[] = [
  ...special,
  ...byteCharacters(),
  ...merges.map((merge) => merge.replace(' ', '')),
];

/** The keys a GGUF of a byte-level BPE model with SmolLM's pre-tokenizer carries. */
export const tinyTokenizerMetadata: Readonly<Record<string, MetadataValue>> = {
  'tokenizer.ggml.model': { type: 'string', value: 'gpt2' },
  'tokenizer.ggml.pre': { type: 'string', value: 'smollm' },
  'tokenizer.ggml.tokens': { type: 'strings', value: tinyVocabulary },
  'tokenizer.ggml.token_type': {
    type: 'i32s',
    value: tinyVocabulary.map((_, id) => (id < special.length ? 3 : 1)),
  },
  'tokenizer.ggml.merges': { type: 'strings', value: merges },
  'tokenizer.ggml.bos_token_id': { type: 'u32', value: 1 },
  'tokenizer.ggml.eos_token_id': { type: 'u32', value: 2 },
  'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
  'tokenizer.chat_template': {
    type: 'string',
    value:
      "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
  },
};
