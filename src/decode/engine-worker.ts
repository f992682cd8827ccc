import { proxy, transfer, wrap, type Remote } from 'comlink';
import type {
  EngineLink,
  EngineLoadRequest,
  EngineWorkerApi,
  LoadProgress,
} from '#contract/worker-api.ts';
import type { SpawnWorker } from './decode-worker.ts';

interface RunningEngine {
  readonly worker: Worker;
  readonly api: Remote<EngineWorkerApi>;
  /** Rejects when the worker dies; never resolves. */
  readonly death: Promise<never>;
}

/**
 * Starts engine.worker when it is first needed. A worker that died is started anew by the next
 * `load`; what was under way is rejected with a sentence.
 */
export class EngineWorker implements EngineLink {
  readonly #spawn: SpawnWorker;
  #running: RunningEngine | undefined;
  #onDeath: ((sentence: string) => void) | undefined;

  constructor(spawn: SpawnWorker = spawnEngineWorker) {
    this.#spawn = spawn;
  }

  onDeath(listener: (sentence: string) => void): void {
    this.#onDeath = listener;
  }

  async load(
    request: EngineLoadRequest,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<void> {
    const { api, death } = (this.#running ??= this.#start());
    await Promise.race([api.load(request, proxy(onProgress)), death]);
  }

  async connect(port: MessagePort): Promise<void> {
    const { api, death } = (this.#running ??= this.#start());
    await Promise.race([api.connect(transfer(port, [port])), death]);
  }

  dispose(): void {
    this.#running?.worker.terminate();
    this.#running = undefined;
  }

  #start(): RunningEngine {
    const worker = this.#spawn();
    const death = new Promise<never>((_resolve, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        if (this.#running?.worker === worker) this.#running = undefined;
        worker.terminate();
        const reason = event.message === '' ? '' : ` (${event.message})`;
        const what = `The model's worker stopped working${reason}`;
        reject(new Error(`${what}; reload the page.`));
        this.#onDeath?.(`${what}; send the prompt again.`);
      });
    });
    // Without a call under way nobody waits for it.
    death.catch(() => undefined);
    return { worker, api: wrap<EngineWorkerApi>(worker), death };
  }
}

function spawnEngineWorker(): Worker {
  return new Worker(new URL('../../workers/engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'engine',
  });
}
