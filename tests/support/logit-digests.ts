import { createForwardPass } from '#engine/create-forward-pass.ts';
import { readTokenizerSource, Tokenizer } from '#engine/tokenizer.ts';
import { WeightLoader } from '#engine/weight-loader.ts';
import { sha256Hex } from '#kit/sha256-hex.ts';

/** The three texts that Node and the browser must agree on, bit by bit. */
const digestPrompts: readonly string[] = [
  'The capital of France is',
  'Mr. Dursley was proud to say that he was normal. Mr. Durs',
  'def fibonacci(n):\n    if n < 2:\n        return n\n    return fibonacci(n - 1) +',
];

function finish(slices: Generator): void {
  while (slices.next().done !== true);
}

/**
 * SHA-256 over every position's logits, as their bits in hex, for each prompt: the first half of a
 * prompt is prefilled, the rest stepped, so that both ways through the kernels count.
 */
export async function digestLogits(
  file: Uint8Array,
  kernels: Uint8Array,
): Promise<Record<string, string>> {
  const loader = new WeightLoader({ kernels, fileLength: file.length });
  loader.push(file);
  const weights = loader.finish();
  const { vocabularySize } = weights.config.shape;
  const tokenizer = new Tokenizer(readTokenizerSource(weights.header.metadata, vocabularySize));
  const forward = createForwardPass({ weights, precision: 'i16', maxPositions: 64 });
  const digests: Record<string, string> = {};
  for (const prompt of digestPrompts) {
    const tokens = tokenizer.encode(prompt);
    const half = tokens.length >> 1;
    const branch = forward.createBranch();
    finish(branch.prefill(tokens.slice(0, half)));
    for (const token of tokens.slice(half)) branch.step(token);
    let bits = '';
    for (const position of tokens.keys()) {
      const logits = branch.borrowRow('logits', 0, position);
      const words = new Uint32Array(logits.buffer, logits.byteOffset, logits.length);
      bits += await sha256Hex(words.join(' '));
    }
    digests[prompt] = await sha256Hex(bits);
    branch.dispose();
  }
  return digests;
}
