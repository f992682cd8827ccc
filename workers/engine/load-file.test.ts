import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256Hex } from '#kit/sha256-hex.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';
import type { CopyStore } from './copy-store.ts';
import { loadFile, type FileToLoad, type LoadedWeights, type LoadWorld } from './load-file.ts';

const { bytes } = createTinyModel();
let file: FileToLoad;

beforeAll(async () => {
  file = {
    url: '/models/tiny.gguf',
    sha256: await sha256Hex(bytes),
    byteLength: bytes.length,
    kernels: new Uint8Array(
      readFileSync(new URL('../../src/engine/kernels/kernels.wasm', import.meta.url)),
    ),
  };
});

/** A store in memory; `null` refuses to keep. */
function memoryStore(kept: Map<string, Uint8Array> | null): CopyStore {
  return {
    find: (name) => {
      const copy = kept?.get(name);
      if (!copy) return Promise.resolve(undefined);
      return Promise.resolve({
        byteLength: copy.length,
        readInto: (into, onRead) => {
          into.set(copy);
          onRead(copy.length);
          return Promise.resolve();
        },
      });
    },
    keep: (name, content) => {
      if (!kept) return Promise.reject(new Error('no room'));
      kept.set(name, content.slice());
      return Promise.resolve();
    },
    remove: (name) => {
      kept?.delete(name);
      return Promise.resolve();
    },
  };
}

/** Loads with a body that comes in pieces; `stages` are what was reported. */
async function load(
  response: (() => Response) | 'blocked',
  ...stores: CopyStore[]
): Promise<LoadedWeights & { stages: Set<string>; fetched: number }> {
  const stages = new Set<string>();
  let fetched = 0;
  const world: LoadWorld = {
    stores,
    fetch: () => {
      fetched++;
      if (response === 'blocked') return Promise.reject(new TypeError('Failed to fetch'));
      return Promise.resolve(response());
    },
    onBytes: (stage) => stages.add(stage),
  };
  const loaded = await loadFile(file, world);
  return { ...loaded, stages, fetched };
}

function inPieces(content: Uint8Array<ArrayBuffer>, broken = false): () => Response {
  return () => {
    let offset = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (offset >= content.length) {
          if (broken) controller.error(new Error('reset'));
          else controller.close();
          return;
        }
        controller.enqueue(content.slice(offset, offset + 7777));
        offset += 7777;
      },
    });
    return new Response(body);
  };
}

describe('a model that is fetched', () => {
  test('comes in pieces and is kept for the next time, which needs no network', async () => {
    const kept = new Map<string, Uint8Array>();
    const first = await load(inPieces(bytes), memoryStore(kept));
    expect([...first.stages]).toEqual(['network', 'prepare']);
    await first.keep();
    const second = await load('blocked', memoryStore(kept));
    expect([...second.stages]).toEqual(['cache']);
    expect(second.fetched).toBe(0);
    expect(second.weights.config).toEqual(first.weights.config);
  });

  test('is kept elsewhere where the first place refuses', async () => {
    const kept = new Map<string, Uint8Array>();
    const stores = [memoryStore(null), memoryStore(kept)];
    await (await load(inPieces(bytes), ...stores)).keep();
    expect(kept.size).toBe(1);
  });

  test('may not be kept at all and still runs', async () => {
    const loaded = await load(inPieces(bytes), memoryStore(null));
    await expect(loaded.keep()).resolves.toBeUndefined();
  });
});

describe('a kept copy', () => {
  test.each([
    ['cut short', (copy: Uint8Array) => copy.slice(0, 5000)],
    ['longer than it should be', (copy: Uint8Array) => Uint8Array.of(...copy, 0)],
    ['with one bit of a weight changed', (copy: Uint8Array) => copy.with(copy.length - 9, 1)],
    ['with a broken header', (copy: Uint8Array) => copy.with(0, 0)],
  ])('%s is noticed, thrown away and fetched again', async (_, damage) => {
    const damaged = damage(bytes);
    expect(damaged).not.toEqual(bytes);
    const kept = new Map([[`${file.sha256}.gguf`, damaged]]);
    const loaded = await load(inPieces(bytes), memoryStore(kept));
    expect(loaded.fetched).toBe(1);
    expect(kept.size).toBe(0);
    await loaded.keep();
    expect(kept.get(`${file.sha256}.gguf`)).toEqual(bytes);
  });
});

describe('what goes wrong is said in one sentence that says what to do', () => {
  test.each<[string, (() => Response) | 'blocked', RegExp]>([
    ['offline or blocked', 'blocked', /offline or something blocks.*reload\.$/u],
    ['not on the server', () => new Response('', { status: 404 }), /not on this server.*install/u],
    ['a server error', () => new Response('', { status: 503 }), /answered 503.*try again/u],
    ['a broken connection', inPieces(bytes.slice(0, 9000), true), /broke off.*try again\.$/u],
    ['an early end', inPieces(bytes.slice(0, 9000)), /9000 of \d+ bytes.*try again\.$/u],
    ['a longer file', inPieces(Uint8Array.of(...bytes, 1)), /not the model it should be/u],
    ['another file', inPieces(bytes.with(bytes.length - 9, 1)), /SHA-256 differs.*reload\.$/u],
  ])('%s', async (_, response, sentence) => {
    await expect(load(response)).rejects.toThrow(sentence);
  });

  test('a file that is no model says so at once', async () => {
    await expect(load(inPieces(bytes.with(0, 0)))).rejects.toThrow(/GGUF/u);
  });
});
