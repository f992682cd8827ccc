import type { CDPSession } from '@playwright/test';
import type { CityRun } from '#tests/bench/city-run.ts';
import type { MappedApp, ScriptPlace } from '#tests/bench/mapped-app.ts';

/** One node of a sampled heap profile, as the DevTools protocol sends it. */
interface HeapNode {
  readonly callFrame: {
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly selfSize: number;
  readonly children: readonly HeapNode[];
}

/** Bytes between two samples, on average: small enough that 64 bytes a frame show. */
const sampledBytes = 64;

/**
 * Script time per frame while the camera turns: the DevTools protocol's ScriptDuration, counted in
 * the main thread's own processor time, so that other programs do not count.
 */
export async function measureScriptMillis(run: CityRun, frameCount: number): Promise<number> {
  const session = await run.page.context().newCDPSession(run.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await readScriptSeconds(session);
  await run.turnCamera(frameCount);
  const after = await readScriptSeconds(session);
  await session.detach();
  return ((after - before) * 1000) / frameCount;
}

async function readScriptSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
}

/** Bytes that every source file allocates per frame while the camera turns. */
export async function sampleBytes(
  run: CityRun,
  app: MappedApp,
  frameCount: number,
): Promise<ReadonlyMap<string, number>> {
  const session = await run.page.context().newCDPSession(run.page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.startSampling', {
    samplingInterval: sampledBytes,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await run.turnCamera(frameCount);
  const { profile } = await session.send('HeapProfiler.stopSampling');
  await session.detach();
  const bytes = new Map<string, number>();
  // What a built-in function allocates belongs to the script that called it.
  const add = async (node: HeapNode, caller: string): Promise<void> => {
    const { url, lineNumber: line, columnNumber: column } = node.callFrame;
    const source = url === '' ? caller : ((await app.sourceOf({ url, line, column })) ?? url);
    bytes.set(source, (bytes.get(source) ?? 0) + node.selfSize / frameCount);
    for (const child of node.children) await add(child, source);
  };
  await add(profile.head, 'browser');
  return bytes;
}

/** Array buffers and typed arrays that every source file makes per frame while the camera turns. */
export async function countTypedArrays(
  run: Pick<CityRun, 'page' | 'turnCamera'>,
  app: MappedApp,
  frameCount: number,
): Promise<ReadonlyMap<string, number>> {
  await run.page.evaluate(watchTypedArrays);
  await run.turnCamera(frameCount);
  const places = await run.page.evaluate(() => window.typedArrayPlaces.stop());
  const counts = new Map<string, number>();
  for (const [place, count] of Object.entries(places)) {
    const source = await app.sourceOf(parsePlace(place));
    if (source === undefined) continue;
    counts.set(source, (counts.get(source) ?? 0) + count / frameCount);
  }
  return counts;
}

declare global {
  interface Window {
    typedArrayPlaces: { stop(): Readonly<Record<string, number>> };
  }
}

/**
 * Puts a proxy before every constructor of buffers and typed arrays, also where methods such as
 * `subarray` look for one, and notes from which place of the app's scripts it is called.
 */
function watchTypedArrays(): void {
  const places: Record<string, number> = {};
  const kinds = ['ArrayBuffer', 'SharedArrayBuffer', 'Int8Array', 'Uint8Array'];
  kinds.push('Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array');
  kinds.push('Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array');
  type Constructor = (new (...args: unknown[]) => object) & { readonly prototype: object };
  const globals = globalThis as unknown as Record<string, Constructor | undefined>;
  const originals = kinds.flatMap((name) => {
    const original = globals[name];
    return original === undefined ? [] : [[name, original] as const];
  });
  const put = (name: string, shown: Constructor, { prototype }: Constructor): void => {
    globals[name] = shown;
    Object.defineProperty(prototype, 'constructor', { value: shown, configurable: true });
  };
  for (const [name, original] of originals) {
    const proxy = new Proxy(original, {
      construct(target, args, newTarget) {
        const caller = new Error().stack?.split('\n').find((line) => line.includes('/app/'));
        if (caller !== undefined) places[caller] = (places[caller] ?? 0) + 1;
        return Reflect.construct(target, args, newTarget) as object;
      },
    });
    put(name, proxy, original);
  }
  window.typedArrayPlaces = {
    stop: () => {
      for (const [name, original] of originals) put(name, original, original);
      return places;
    },
  };
}

/** A line of a stack ends in `address:line:column`, counted from 1, perhaps in brackets. */
function parsePlace(stackLine: string): ScriptPlace {
  const [, url = '', line, column] = /(\S+?):(\d+):(\d+)\)?$/.exec(stackLine) ?? [];
  return { url, line: Number(line) - 1, column: Number(column) - 1 };
}
