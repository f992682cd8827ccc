import type { EngineLoadRequest, EngineWorkerApi, LoadProgress } from '#contract/worker-api.ts';
import type { MacrotaskYield } from '#workers/produce/job-queue.ts';
import { Producer } from '#workers/produce/producer.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';
import { loadModel, type ModelWorld } from './load-model.ts';

export interface HostWorld extends Omit<ModelWorld, 'onProgress'> {
  readonly macrotask: MacrotaskYield;
}

/**
 * The engine's side of its worker: one model, one viewer. A viewer that connects before the model
 * is there waits; one that connects later takes the place of the one before.
 */
export class EngineHost implements EngineWorkerApi {
  readonly #world: HostWorld;
  #model: RunnableModel | undefined;
  #loading: Promise<void> | undefined;
  #port: MessagePort | undefined;
  #producer: Producer | undefined;

  constructor(world: HostWorld) {
    this.#world = world;
  }

  connect(port: MessagePort): void {
    this.#disconnect();
    this.#port = port;
    if (this.#model) this.#produce(this.#model, port);
  }

  /** A second call while the first is under way waits for it. */
  async load(
    request: EngineLoadRequest,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<void> {
    this.#loading ??= this.#load(request, onProgress).finally(() => {
      this.#loading = undefined;
    });
    await this.#loading;
  }

  async #load(
    request: EngineLoadRequest,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<void> {
    const loaded = await loadModel(request, { ...this.#world, onProgress });
    this.#producer?.dispose();
    this.#model = loaded.model;
    if (this.#port) this.#produce(loaded.model, this.#port);
    // The model can be used meanwhile; writing 100 MB takes half a second.
    void loaded.keep();
  }

  #produce(model: RunnableModel, port: MessagePort): void {
    const out = {
      control: (message: unknown) => {
        port.postMessage(message);
      },
      tensors: (message: ArrayBuffer) => {
        port.postMessage(message, [message]);
      },
    };
    const producer = new Producer(model, out, this.#world.macrotask);
    this.#producer = producer;
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      producer.receive(data);
    };
  }

  #disconnect(): void {
    this.#producer?.dispose();
    this.#producer = undefined;
    if (!this.#port) return;
    this.#port.onmessage = null;
    this.#port.close();
  }
}
