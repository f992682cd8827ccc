import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GgufError } from '#engine/gguf-error.ts';
import { readTokenizerSource, Tokenizer } from '#engine/tokenizer.ts';
import { WeightLoader } from '#engine/weight-loader.ts';
import type { ModelWeights } from '#engine/weights.ts';
import { CommandError, fileError } from '#server/command-error.ts';

export interface LoadedModel {
  readonly weights: ModelWeights;
  readonly tokenizer: Tokenizer;
}

const kernelsPath = fileURLToPath(new URL('../src/engine/kernels/kernels.wasm', import.meta.url));
const chunkBytes = 1 << 22;

/**
 * Reads a GGUF file piece by piece into the kernels' memory.
 * @throws CommandError when the file is not there or is not a model the engine can run
 */
export function loadModelFile(path: string): LoadedModel {
  const kernels = readKernels();
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw fileError(path, error);
  }
  try {
    const { size } = fstatSync(file);
    const loader = new WeightLoader({ kernels, fileLength: size });
    const chunk = new Uint8Array(Math.min(chunkBytes, size));
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      loader.push(chunk.subarray(0, read));
    }
    const weights = loader.finish();
    const { vocabularySize } = weights.config.shape;
    const source = readTokenizerSource(weights.header.metadata, vocabularySize);
    return { weights, tokenizer: new Tokenizer(source) };
  } catch (error) {
    if (error instanceof GgufError || error instanceof RangeError) {
      throw new CommandError(`${path}: ${error.message}`);
    }
    if (error instanceof Error && 'syscall' in error) throw fileError(path, error);
    throw error;
  } finally {
    closeSync(file);
  }
}

function readKernels(): Uint8Array {
  try {
    return readFileSync(kernelsPath);
  } catch {
    throw new CommandError('The kernels are not built yet: run "npm run build:kernels" first.');
  }
}
