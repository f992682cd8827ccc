import { expect, test } from 'vitest';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import { defaultModel } from '#contract/default-model.ts';
import { greedySampling } from '#contract/sampling.ts';
import type { EngineLoadRequest, Source } from '#contract/worker-api.ts';
import { DecodeWorker } from '#decode/decode-worker.ts';
import { EngineWorker } from '#decode/engine-worker.ts';
import kernelsUrl from '#engine/kernels/kernels.wasm?url';
import { LiveModel } from '#source/live-source.ts';

const paris = 7042;
const request: EngineLoadRequest = { ...defaultModel, kernelsUrl, precision: 'i16' };
const keptName = `${defaultModel.sha256}.gguf`;

/** Loads in a worker of its own, reads the prompt there, and returns the stages it went through. */
async function loadAndRead(load: EngineLoadRequest): Promise<Set<string>> {
  const live = new LiveModel(new EngineWorker());
  const decoder = new DecodeWorker();
  const stages = new Set<string>();
  try {
    await live.load(load, ({ stage }) => stages.add(stage));
    const source = live.connect(decoder);
    const overviews = overviewsOf(source, 5);
    const prompt = 'The capital of France is';
    source.send({ kind: 'run', request: 1, prompt, chat: false, sampling: greedySampling });
    const last = (await overviews).at(-1);
    expect(last?.predictionToken[0]).toBe(paris);
    expect(Math.exp(last?.predictionLogprob[0] ?? 0)).toBeCloseTo(0.77, 1);
    source.dispose();
  } finally {
    live.dispose();
    decoder.dispose();
  }
  return stages;
}

function overviewsOf(source: Source, count: number): Promise<readonly DecodedOverview[]> {
  const overviews: DecodedOverview[] = [];
  return new Promise((resolve, reject) => {
    source.onMessage((message) => {
      if (message.type === 'rejected') reject(new Error(message.reason));
      if (message.type === 'overview') overviews.push(message);
      if (overviews.length === count) resolve(overviews);
    });
  });
}

async function keptFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle('models', { create: true });
}

/** Waits for the copy to be written, which happens beside the model's first use. */
async function keptFileOf(byteLength: number): Promise<FileSystemFileHandle> {
  for (;;) {
    const handle = await (await keptFolder()).getFileHandle(keptName).catch(() => undefined);
    const file = await handle?.getFile().catch(() => undefined);
    if (handle && file?.size === byteLength) return handle;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('the model comes from the network once, then from this machine, and a cut copy is noticed', async () => {
  await (await keptFolder()).removeEntry(keptName).catch(() => undefined);

  // One worker is left running until its copy is written.
  const first = new LiveModel(new EngineWorker());
  const firstStages = new Set<string>();
  await first.load(request, ({ stage }) => firstStages.add(stage));
  await keptFileOf(defaultModel.byteLength);
  first.dispose();
  expect([...firstStages]).toEqual(['cache', 'network', 'prepare', 'ready']);

  // Nobody answers there, as if it were blocked: only the kept copy can be read.
  const blocked = { ...request, url: 'http://127.0.0.1:9/model.gguf' };
  expect([...(await loadAndRead(blocked))]).toEqual(['cache', 'prepare', 'ready']);

  const handle = await keptFileOf(defaultModel.byteLength);
  const writable = await handle.createWritable({ keepExistingData: true });
  await writable.truncate(50_000_000);
  await writable.close();
  await expect(loadAndRead(blocked)).rejects.toThrow(/blocks .* reload\.$/u);

  const again = await loadAndRead(request);
  expect(again.has('network')).toBe(true);
});
