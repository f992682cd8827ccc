import { readTokenizerSource, Tokenizer } from '#engine/tokenizer.ts';
import { loadWeights } from '#engine/weight-loader.ts';
import { readyModel } from '#workers/produce/ready-model.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';
import { kernelBytes } from './tiny-engine.ts';
import { createTinyModel, type TinyModelOptions } from './tiny-gguf.ts';

/** A tiny model ready for a producer. */
export function createTinyRunnableModel(options?: TinyModelOptions): Promise<RunnableModel> {
  const { bytes, shape } = createTinyModel(options);
  const weights = loadWeights(kernelBytes, bytes);
  const source = readTokenizerSource(weights.header.metadata, shape.vocabularySize);
  const tokenizer = new Tokenizer(source);
  return readyModel({ weights, tokenizer, sha256: 'a'.repeat(64), precision: 'i16' });
}
