import { transfer, wrap, type Remote } from 'comlink';
import type { DecodeWorkerApi, Source, StreamConnector } from '#contract/worker-api.ts';
import { StreamSource } from './stream-source.ts';

/** Starts a worker; a test hands over its own. */
export type SpawnWorker = () => Worker;

interface RunningWorker {
  readonly worker: Worker;
  readonly api: Remote<DecodeWorkerApi>;
  readonly sources: Set<StreamSource>;
}

/**
 * Starts decode.worker and puts producers behind it. When the worker dies, the connections that
 * were open say so with a fatal error and the next one starts it anew.
 */
export class DecodeWorker implements StreamConnector {
  readonly #spawn: SpawnWorker;
  #running: RunningWorker | undefined;

  constructor(spawn: SpawnWorker = spawnDecodeWorker) {
    this.#spawn = spawn;
  }

  /** Starts the worker now instead of with the first connection. */
  start(): void {
    this.#running ??= this.#spawnWorker();
  }

  connect(producer: MessagePort): Source {
    const { port1, port2 } = new MessageChannel();
    const source = new StreamSource(port1);
    const running = (this.#running ??= this.#spawnWorker());
    running.sources.add(source);
    running.api
      .connect(transfer(producer, [producer]), transfer(port2, [port2]))
      .catch((error: unknown) => {
        source.fail(`The stream could not be opened (${String(error)}); reload the page.`);
      });
    return source;
  }

  dispose(): void {
    const running = this.#running;
    this.#running = undefined;
    for (const source of running?.sources ?? []) source.dispose();
    running?.worker.terminate();
  }

  #spawnWorker(): RunningWorker {
    const worker = this.#spawn();
    const running = {
      worker,
      api: wrap<DecodeWorkerApi>(worker),
      sources: new Set<StreamSource>(),
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (this.#running !== running) return;
      this.#running = undefined;
      worker.terminate();
      for (const source of running.sources) {
        source.fail('The part that unpacks the stream stopped working; send the prompt again.');
      }
    });
    return running;
  }
}

function spawnDecodeWorker(): Worker {
  return new Worker(new URL('../../workers/decode.worker.ts', import.meta.url), {
    type: 'module',
    name: 'decode',
  });
}
