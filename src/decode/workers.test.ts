import { expose } from 'comlink';
import { afterEach, describe, expect, test } from 'vitest';
import type { DecodedMessage } from '#contract/decoded-message.ts';
import type { DecodeWorkerApi, EngineWorkerApi, Source } from '#contract/worker-api.ts';
import { goldenHello, goldenLens, goldenOverview } from '#tests/contract/golden-messages.ts';
import { StreamConnection } from '#workers/decode/stream-connection.ts';
import { DecodeWorker } from './decode-worker.ts';
import { EngineWorker } from './engine-worker.ts';

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

/** A worker in this very thread: the same Comlink and the same ports, another memory only in name. */
class NearWorker extends EventTarget {
  readonly #port: MessagePort;
  terminated = false;

  constructor(api: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    expose(api, port2);
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.dispatchEvent(Object.assign(new Event('message'), { data }));
    };
    disposals.push(() => {
      port1.close();
      port2.close();
    });
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.#port.close();
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

function startDecoder() {
  const workers: NearWorker[] = [];
  const decoder = new DecodeWorker(() => {
    const api: DecodeWorkerApi = {
      connect: (producer, viewer) => {
        const connection = new StreamConnection(producer, viewer);
        disposals.push(() => {
          connection.close();
        });
      },
    };
    const worker = new NearWorker(api);
    workers.push(worker);
    return worker as unknown as Worker;
  });
  disposals.push(() => {
    decoder.dispose();
  });
  return { decoder, workers };
}

/** Puts a producer behind the decoder; `emit` is what it sends. */
function connect(decoder: DecodeWorker) {
  const { port1, port2 } = new MessageChannel();
  disposals.push(() => {
    port2.close();
  });
  const credits: number[] = [];
  port2.onmessage = ({ data }: MessageEvent<{ bytes: number }>) => {
    credits.push(data.bytes);
  };
  const source = decoder.connect(port1);
  return {
    source,
    credits,
    emit: (message: object) => {
      const isBytes = message instanceof ArrayBuffer;
      port2.postMessage(message, isBytes ? [message] : []);
    },
  };
}

function nextMessages(source: Source, count: number): Promise<readonly DecodedMessage[]> {
  const messages: DecodedMessage[] = [];
  return new Promise((resolve) => {
    source.onMessage((message) => {
      messages.push(message);
      if (messages.length === count) resolve(messages);
    });
  });
}

async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setImmediate(resolve));
}

describe('the decoder', () => {
  test('is reached by Comlink once, and by a port for every message; bytes are given away', async () => {
    const { decoder } = startDecoder();
    const { source, emit } = connect(decoder);
    const blob = goldenOverview.slice().buffer;
    emit(goldenHello);
    emit(blob);
    expect(blob.byteLength).toBe(0);
    const [hello, overview] = await nextMessages(source, 2);
    expect(hello).toEqual({ type: 'control', message: goldenHello });
    expect(overview).toMatchObject({ type: 'overview', lnFinal: 4 });
  });

  test('[CREDIT4] a message is credited once the listener has returned, even by throwing', async () => {
    const { decoder } = startDecoder();
    const { source, emit, credits } = connect(decoder);
    const seen: string[] = [];
    const creditsWhenSeen: number[] = [];
    source.onMessage((message) => {
      seen.push(message.type);
      creditsWhenSeen.push(credits.length);
    });
    emit(goldenHello);
    emit(goldenLens.slice().buffer);
    await until(() => credits.length === 2);
    expect(seen).toEqual(['control', 'lens']);
    expect(creditsWhenSeen).toEqual([1, 1]);
    expect(credits[1]).toBe(goldenLens.length);
  });

  test('serves several sources apart from one another', async () => {
    const { decoder, workers } = startDecoder();
    const [first, second] = [connect(decoder), connect(decoder)];
    first.emit(goldenHello);
    second.emit({ ...goldenHello, request: 8 });
    const [[a], [b]] = await Promise.all([
      nextMessages(first.source, 1),
      nextMessages(second.source, 1),
    ]);
    expect(a).toMatchObject({ message: { request: 7 } });
    expect(b).toMatchObject({ message: { request: 8 } });
    expect(workers).toHaveLength(1);
  });

  test('when its worker dies, open sources hear it in words and the next one starts it anew', async () => {
    const { decoder, workers } = startDecoder();
    const { source, emit } = connect(decoder);
    emit(goldenHello);
    const heard: DecodedMessage[] = [];
    source.onMessage((message) => heard.push(message));
    await until(() => heard.length === 1);
    workers[0]?.fail('out of memory');
    expect(heard[1]).toMatchObject({ message: { kind: 'error', fatal: true } });
    expect(workers[0]?.terminated).toBe(true);
    const again = connect(decoder);
    again.emit(goldenHello);
    await nextMessages(again.source, 1);
    expect(workers).toHaveLength(2);
  });
});

describe('the engine', () => {
  const request = {
    url: '/model.gguf',
    sha256: '',
    byteLength: 1,
    kernelsUrl: '',
    calibrationUrl: '',
    headScoresUrl: '',
    precision: 'i16',
  } as const;

  function startEngine(load: EngineWorkerApi['load']) {
    const workers: NearWorker[] = [];
    const engine = new EngineWorker(() => {
      const worker = new NearWorker({ load, connect: () => undefined });
      workers.push(worker);
      return worker as unknown as Worker;
    });
    disposals.push(() => {
      engine.dispose();
    });
    return { engine, workers };
  }

  test('reports progress and hands on the sentence of a failure', async () => {
    const { engine } = startEngine(async (_, onProgress) => {
      // By Comlink every call is a promise, whatever the type says.
      await (onProgress as unknown as (progress: object) => Promise<void>)({ stage: 'network' });
      throw new Error('Plug the cable in.');
    });
    const stages: string[] = [];
    const loading = engine.load(request, ({ stage }) => stages.push(stage));
    await expect(loading).rejects.toThrow('Plug the cable in.');
    expect(stages).toEqual(['network']);
  });

  test('that dies rejects what is under way, and the next load starts it anew', async () => {
    let calls = 0;
    const { engine, workers } = startEngine(() => {
      calls++;
      return calls === 1 ? new Promise<void>(() => undefined) : Promise.resolve();
    });
    const deaths: string[] = [];
    engine.onDeath((sentence) => deaths.push(sentence));
    const loading = engine.load(request, () => undefined);
    await until(() => calls === 1);
    workers[0]?.fail('boom');
    await expect(loading).rejects.toThrow(/stopped working \(boom\); reload/u);
    expect(deaths).toEqual(["The model's worker stopped working (boom); send the prompt again."]);
    await engine.load(request, () => undefined);
    expect(workers).toHaveLength(2);
  });
});
