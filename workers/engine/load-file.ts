import type { LoadProgress } from '#contract/worker-api.ts';
import { GgufError } from '#engine/gguf-error.ts';
import { WeightLoader } from '#engine/weight-loader.ts';
import type { ModelWeights } from '#engine/weights.ts';
import { sha256Hex } from '#kit/sha256-hex.ts';
import { readBody, requireOk } from './fetch-body.ts';
import type { CopyStore } from './copy-store.ts';

export interface FileToLoad {
  readonly url: string;
  /** Of the whole file, hex. */
  readonly sha256: string;
  readonly byteLength: number;
  readonly kernels: Uint8Array<ArrayBuffer>;
}

export interface LoadWorld {
  /** In order of preference. */
  readonly stores: readonly CopyStore[];
  readonly fetch: typeof globalThis.fetch;
  /** Told how many bytes have come and from where. */
  readonly onBytes: (stage: LoadProgress['stage'], byteCount: number) => void;
}

export interface LoadedWeights {
  readonly weights: ModelWeights;
  /** Keeps a copy for the next time, if there is none yet; never rejects. */
  keep(): Promise<void>;
}

/**
 * A model's file from where it was kept, else from the network; kept copies that are cut short,
 * changed or not this file are thrown away.
 * @throws Error with one sentence that says what to do.
 */
export async function loadFile(file: FileToLoad, world: LoadWorld): Promise<LoadedWeights> {
  const bytes = new Uint8Array(file.byteLength);
  for (const store of world.stores) {
    const weights = await loadKept(file, bytes, store, world).catch(() => undefined);
    if (weights) return { weights, keep: () => Promise.resolve() };
  }
  const weights = await loadFetched(file, bytes, world);
  return { weights, keep: () => keepSomewhere(file, bytes, world.stores) };
}

async function loadKept(
  file: FileToLoad,
  bytes: Uint8Array<ArrayBuffer>,
  store: CopyStore,
  { onBytes }: LoadWorld,
): Promise<ModelWeights | undefined> {
  const name = keptName(file);
  const copy = await store.find(name);
  if (!copy) return undefined;
  if (copy.byteLength === file.byteLength) {
    await copy.readInto(bytes, (byteCount) => {
      onBytes('cache', byteCount);
    });
    // The hash is computed on another thread while the weights are laid out on this one.
    const hash = sha256Hex(bytes);
    const weights = placeWeights(file, bytes);
    if (weights && (await hash) === file.sha256) return weights;
  }
  await store.remove(name);
  return undefined;
}

/** Undefined when the bytes are no model; the hash tells the rest. */
function placeWeights(file: FileToLoad, bytes: Uint8Array): ModelWeights | undefined {
  try {
    const loader = new WeightLoader({ kernels: file.kernels, fileLength: file.byteLength });
    loader.push(bytes);
    return loader.finish();
  } catch (error) {
    if (error instanceof GgufError) return undefined;
    throw error;
  }
}

async function loadFetched(
  file: FileToLoad,
  bytes: Uint8Array<ArrayBuffer>,
  { fetch, onBytes }: LoadWorld,
): Promise<ModelWeights> {
  const response = await requireOk('The model', file.url, fetch);
  const loader = new WeightLoader({ kernels: file.kernels, fileLength: file.byteLength });
  let received = 0;
  for await (const chunk of readBody('The model', response)) {
    if (received + chunk.length > bytes.length) throw wrongFile(file);
    bytes.set(chunk, received);
    received += chunk.length;
    loader.push(chunk);
    onBytes('network', received);
  }
  if (received < file.byteLength) {
    throw new Error(
      `The model broke off after ${String(received)} of ${String(file.byteLength)} bytes; check the connection and try again.`,
    );
  }
  const hash = sha256Hex(bytes);
  onBytes('prepare', received);
  const weights = loader.finish();
  if ((await hash) !== file.sha256) throw wrongFile(file);
  return weights;
}

function wrongFile({ url }: FileToLoad): Error {
  return new Error(
    `The file at ${url} is not the model it should be (its length or SHA-256 differs); put the original back and reload.`,
  );
}

async function keepSomewhere(
  file: FileToLoad,
  bytes: Uint8Array<ArrayBuffer>,
  stores: readonly CopyStore[],
): Promise<void> {
  for (const store of stores) {
    try {
      await store.keep(keptName(file), bytes);
      return;
    } catch {
      // Full or forbidden: half a copy must not stay, and the next place is tried.
      await store.remove(keptName(file)).catch(() => undefined);
    }
  }
}

function keptName({ sha256 }: FileToLoad): string {
  return `${sha256}.gguf`;
}
