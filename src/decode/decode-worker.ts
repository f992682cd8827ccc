import { transfer, wrap, type Remote } from 'comlink';
import type { DecodedMessage } from '#contract/decoded-message.ts';
import type {
  DecodeWorkerApi,
  Source,
  StreamConnector,
  ToDecodeWorker,
} from '#contract/worker-api.ts';
import { StreamSource } from './stream-source.ts';

/** Spawned by default from workers/decode.worker.ts; a test hands over its own. */
export type SpawnWorker = () => Worker;

/**
 * Starts decode.worker and puts producers behind it, one at a time. When the worker dies it is
 * started anew for the next connection; the connection that was open says so with a fatal error.
 */
export class DecodeWorker implements StreamConnector {
  readonly #spawn: SpawnWorker;
  #worker: Worker | undefined;
  #api: Remote<DecodeWorkerApi> | undefined;
  #source: LivelySource | undefined;

  constructor(spawn: SpawnWorker = spawnDecodeWorker) {
    this.#spawn = spawn;
  }

  connect(producer: MessagePort): Source {
    const { port1, port2 } = new MessageChannel();
    this.#source?.dispose();
    const source = new LivelySource(new StreamSource(port1));
    this.#source = source;
    this.#start()
      .connect(transfer(producer, [producer]), transfer(port2, [port2]))
      .catch((error: unknown) => {
        source.fail(`The decoder could not be reached: ${String(error)}. Reload the page.`);
      });
    return source;
  }

  dispose(): void {
    this.#source?.dispose();
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Remote<DecodeWorkerApi> {
    if (this.#worker && this.#api) return this.#api;
    const worker = this.#spawn();
    this.#worker = worker;
    this.#api = wrap<DecodeWorkerApi>(worker);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (this.#worker !== worker) return;
      worker.terminate();
      this.#worker = undefined;
      this.#api = undefined;
      this.#source?.fail(
        'The part that unpacks the stream stopped working; send the prompt again.',
      );
    });
    return this.#api;
  }
}

/** A source that can also speak for itself when nobody behind it can any more. */
class LivelySource implements Source {
  readonly #inner: Source;
  #listener: ((message: DecodedMessage) => void) | undefined;

  constructor(inner: Source) {
    this.#inner = inner;
  }

  send(message: ToDecodeWorker, transferred?: Transferable[]): void {
    this.#inner.send(message, transferred);
  }

  onMessage(listener: (message: DecodedMessage) => void): void {
    this.#listener = listener;
    this.#inner.onMessage(listener);
  }

  fail(sentence: string): void {
    this.#listener?.({
      type: 'control',
      message: {
        kind: 'error',
        request: 0,
        code: 'connection-lost',
        message: sentence,
        fatal: true,
      },
    });
  }

  dispose(): void {
    this.#listener = undefined;
    this.#inner.dispose();
  }
}

function spawnDecodeWorker(): Worker {
  return new Worker(new URL('../../workers/decode.worker.ts', import.meta.url), {
    type: 'module',
    name: 'decode',
  });
}
