import * as v from 'valibot';
import { storedCalibrationSchema } from '#contract/stored-calibration.ts';
import { storedHeadScoresSchema } from '#contract/stored-head-scores.ts';
import type { EngineLoadRequest, LoadProgress } from '#contract/worker-api.ts';
import { GgufError } from '#engine/gguf-error.ts';
import { readTokenizerSource, Tokenizer } from '#engine/tokenizer.ts';
import { readyModel } from '#workers/produce/ready-model.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';
import { requireOk } from './fetch-body.ts';
import type { CopyStore } from './copy-store.ts';
import { loadFile } from './load-file.ts';

export interface ModelWorld {
  readonly stores: readonly CopyStore[];
  readonly fetch: typeof globalThis.fetch;
  readonly nowMillis: () => number;
  readonly onProgress: (progress: LoadProgress) => void;
}

export interface ReadyModel {
  readonly model: RunnableModel;
  /** Keeps a copy of the file for the next time; never rejects. */
  keep(): Promise<void>;
}

/**
 * Everything from an address to a model that runs.
 * @throws Error with one sentence that says what to do.
 */
export async function loadModel(
  request: EngineLoadRequest,
  world: ModelWorld,
): Promise<ReadyModel> {
  try {
    return await load(request, world);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new Error(
        `There is not enough memory for the model (about ${String(Math.ceil((4 * request.byteLength) / 2 ** 20))} MB); close other tabs and reload.`,
        { cause: error },
      );
    }
    if (error instanceof GgufError) {
      throw new Error(`The model cannot be used: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

async function load(request: EngineLoadRequest, world: ModelWorld): Promise<ReadyModel> {
  const { url, sha256, byteLength, precision } = request;
  const startMillis = world.nowMillis();
  const report = (stage: LoadProgress['stage'], loadedBytes: number): void => {
    const elapsedMillis = world.nowMillis() - startMillis;
    world.onProgress({ stage, loadedBytes, totalBytes: byteLength, elapsedMillis });
  };
  report('cache', 0);
  const [kernels, stored, storedHeadScores] = await Promise.all([
    fetchKernels(request.kernelsUrl, world.fetch),
    fetchStored(request.calibrationUrl, storedCalibrationSchema, world.fetch),
    fetchStored(request.headScoresUrl, storedHeadScoresSchema, world.fetch),
  ]);
  const file = { url, sha256, byteLength, kernels };
  const loaded = await loadFile(file, { ...world, onBytes: report });
  report('prepare', byteLength);
  const { weights } = loaded;
  const { vocabularySize } = weights.config.shape;
  const tokenizer = new Tokenizer(readTokenizerSource(weights.header.metadata, vocabularySize));
  const measured = { stored, storedHeadScores };
  const model = await readyModel({ weights, tokenizer, sha256, precision, ...measured });
  report('ready', byteLength);
  return { model, keep: () => loaded.keep() };
}

async function fetchKernels(
  url: string,
  fetch: typeof globalThis.fetch,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await requireOk("The model's kernels", url, fetch);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!WebAssembly.validate(bytes)) {
    throw new Error(
      'This browser cannot run the model: it lacks WebAssembly SIMD. Use a current Chrome, Edge, Firefox or Safari.',
    );
  }
  return bytes;
}

/**
 * What was measured of the model before and lies beside it. A scale of light that is missing or not
 * of its shape is measured anew, which only costs a second; head scores are left out.
 */
async function fetchStored<T>(
  url: string,
  schema: v.GenericSchema<unknown, T>,
  fetch: typeof globalThis.fetch,
): Promise<T | undefined> {
  try {
    const response = await fetch(url);
    const parsed = v.safeParse(schema, await response.json());
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
