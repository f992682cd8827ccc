import type { ProducerMessage, ViewerMessage } from '#contract/control-message.ts';
import { decodeSafetensors, requireTensor, type Safetensors } from '#contract/safetensors.ts';
import { greedySampling } from '#contract/sampling.ts';
import { createMacrotaskYield } from '#workers/produce/macrotask.ts';
import { Producer } from '#workers/produce/producer.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';
import { createFakeModel } from './fake-model.ts';

type FakeModel = ReturnType<typeof createFakeModel>;

/** A message in short. */
export interface Sent {
  readonly kind: string;
  readonly request?: number;
  readonly position?: number;
  readonly clock?: readonly number[];
  readonly bytes?: number;
  readonly code?: string;
  readonly message?: string;
  /** Of a tensor message, everything. */
  readonly blob?: Safetensors;
}

/** What a test does with a producer, and what it sees of it. */
export interface NotedProducer {
  readonly producer: Producer;
  /** Everything sent so far. */
  readonly sent: readonly Sent[];
  readonly send: (message: ViewerMessage) => void;
  readonly run: (prompt: string, request?: number) => void;
  readonly generate: (count: number, request?: number) => void;
  /** Resolves once it holds; looked at whenever something was sent. */
  readonly until: (isReached: () => boolean) => Promise<void>;
  /** Kinds of everything sent, progress left out. */
  readonly kinds: () => string[];
  readonly count: (kind: string) => number;
  /** Gives whatever could still happen the time to happen. */
  readonly settle: () => Promise<void>;
  readonly dispose: () => void;
}

/** A producer with a fake model, or with another one, whose messages are noted in short. To be disposed. */
export function startNotedProducer<Model extends RunnableModel>(
  creditBytes: number | undefined,
  model: Model,
): NotedProducer & { model: Model };
export function startNotedProducer(creditBytes?: number): NotedProducer & { model: FakeModel };
export function startNotedProducer(
  creditBytes = 1e9,
  model: RunnableModel = createFakeModel(),
): NotedProducer & { model: RunnableModel } {
  const sent: Sent[] = [];
  const listeners: (() => void)[] = [];
  const note = (message: Sent): void => {
    sent.push(message);
    for (const listener of listeners) listener();
  };
  const macrotask = createMacrotaskYield();
  const out = {
    control: (message: ProducerMessage) => {
      note(message as Sent);
    },
    tensors: (message: ArrayBuffer) => {
      const blob = decodeSafetensors(new Uint8Array(message));
      const kind = blob.metadata.get('kind') ?? '';
      const hasClock = blob.tensors.has('clock');
      const clock = hasClock ? [...requireTensor(blob, 'clock', 'I32').data] : [];
      note({ kind, clock, bytes: message.byteLength, blob });
    },
  };
  const producer = new Producer(model, out, macrotask);
  const send = (message: ViewerMessage): void => {
    producer.receive(message);
  };
  send({ kind: 'credit', bytes: creditBytes });
  return {
    model,
    producer,
    dispose: () => {
      producer.dispose();
      macrotask.dispose();
    },
    sent,
    send,
    run: (prompt: string, request = 1) => {
      send({ kind: 'run', request, prompt, chat: false, sampling: greedySampling });
    },
    generate: (count: number, request = 2) => {
      send({ kind: 'generate', request, count, sampling: greedySampling });
    },
    until: (isReached: () => boolean) =>
      new Promise<void>((resolve) => {
        const check = (): void => {
          if (isReached()) resolve();
        };
        listeners.push(check);
        check();
      }),
    kinds: () => sent.map(({ kind }) => kind).filter((kind) => kind !== 'progress'),
    count: (kind: string) => sent.filter((message) => message.kind === kind).length,
    settle: async () => {
      for (let turn = 0; turn < 50; turn++) await macrotask.wait();
    },
  };
}
