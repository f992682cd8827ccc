import { afterEach, expect, test } from 'vitest';
import type { DecodedMessage } from '#contract/decoded-message.ts';
import { creditWindowBytes } from '#contract/overview.ts';
import type { ToDecodeWorker } from '#contract/worker-api.ts';
import {
  goldenHello,
  goldenLens,
  goldenOverview,
  goldenValues,
} from '#tests/contract/golden-messages.ts';
import { StreamConnection } from './stream-connection.ts';

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

/** One end of a channel whose messages can be waited for. */
class Inbox<T> {
  readonly port: MessagePort;
  readonly #messages: T[] = [];
  #wake: (() => void) | undefined;

  constructor(port: MessagePort) {
    this.port = port;
    port.onmessage = ({ data }: MessageEvent<T>) => {
      this.#messages.push(data);
      this.#wake?.();
    };
    disposals.push(() => {
      port.close();
    });
  }

  async next(): Promise<T> {
    while (this.#messages.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#messages.shift() as T;
  }
}

/** A connection whose opening credit has been taken note of. */
async function connect() {
  const toProducer = new MessageChannel();
  const toViewer = new MessageChannel();
  const connection = new StreamConnection(toProducer.port1, toViewer.port1);
  disposals.push(() => {
    connection.close();
  });
  const producer = new Inbox<{ kind: string; bytes?: number; request?: number }>(toProducer.port2);
  const viewer = new Inbox<DecodedMessage>(toViewer.port2);
  expect(await producer.next()).toEqual({ kind: 'credit', bytes: creditWindowBytes });
  const emit = (message: Uint8Array | object): void => {
    if (!(message instanceof Uint8Array)) {
      toProducer.port2.postMessage(message);
      return;
    }
    const { buffer } = message.slice();
    toProducer.port2.postMessage(buffer, [buffer]);
    // A message is given away, never copied.
    expect(buffer.byteLength).toBe(0);
  };
  const send = (message: ToDecodeWorker, transfer: ArrayBuffer[] = []): void => {
    toViewer.port2.postMessage(message, transfer);
  };
  return { producer, viewer, emit, send };
}

test('messages pass in order, and what breaks a rule is rejected between them [MSG8]', async () => {
  const { viewer, emit } = await connect();
  emit(goldenHello);
  emit(goldenOverview);
  emit(goldenOverview.slice(0, 99));
  emit({ kind: 'nonsense' });
  emit(goldenLens);
  const types: string[] = [];
  for (let i = 0; i < 5; i++) types.push((await viewer.next()).type);
  expect(types).toEqual(['control', 'overview', 'rejected', 'rejected', 'lens']);
});

test('[CREDIT4] what the viewer has taken is credited, message by message', async () => {
  const { producer, viewer, emit, send } = await connect();
  emit(goldenHello);
  emit(goldenOverview);
  emit(goldenLens);
  for (let i = 0; i < 3; i++) await viewer.next();
  send({ kind: 'taken' });
  expect(await producer.next()).toEqual({ kind: 'credit', bytes: goldenOverview.length });
  send({ kind: 'taken' });
  expect(await producer.next()).toEqual({ kind: 'credit', bytes: goldenLens.length });
});

test('[CREDIT4] a rejected message is credited too, or the producer would starve', async () => {
  const { producer, viewer, emit, send } = await connect();
  emit(goldenOverview);
  expect(await viewer.next()).toMatchObject({ type: 'rejected' });
  send({ kind: 'taken' });
  expect(await producer.next()).toEqual({ kind: 'credit', bytes: goldenOverview.length });
});

test('texels that come back are filled again', async () => {
  const { viewer, emit, send } = await connect();
  emit(goldenHello);
  emit(goldenOverview);
  await viewer.next();
  const first = await viewer.next();
  if (first.type !== 'overview') throw new Error(first.type);
  const expected = first.texels.slice();
  const texels = first.texels.buffer;
  first.texels.fill(99);
  send({ kind: 'recycle', texels }, [texels]);
  expect(texels.byteLength).toBe(0);
  emit(goldenOverview);
  const second = await viewer.next();
  expect(second.type === 'overview' && second.texels).toEqual(expected);
});

test('[VAL4] a repeated question is answered here, until run or revision change', async () => {
  const { producer, viewer, emit, send } = await connect();
  emit(goldenHello);
  emit(goldenOverview);
  const question = { kind: 'values', site: 'attn.hook_attn_scores', layer: 0 } as const;
  send({ ...question, request: 9, positions: [2, 0] });
  expect(await producer.next()).toMatchObject({ kind: 'values', request: 9 });
  emit(goldenValues);
  for (let i = 0; i < 2; i++) await viewer.next();
  const first = await viewer.next();
  send({ ...question, request: 10, positions: [2, 0] });
  expect(await viewer.next()).toEqual({ ...first, request: 10 });
  send({ ...question, request: 11, positions: [2] });
  expect(await producer.next()).toMatchObject({ kind: 'values', request: 11 });
  send({ kind: 'intervene', request: 12, interventions: [] });
  expect(await producer.next()).toMatchObject({ kind: 'intervene' });
  send({ ...question, request: 13, positions: [2, 0] });
  expect(await producer.next()).toMatchObject({ kind: 'values', request: 13 });
  send({ kind: 'switch', request: 14, branch: 0 });
  expect(await producer.next()).toMatchObject({ kind: 'switch' });
  send({ ...question, request: 15, positions: [2, 0] });
  expect(await producer.next()).toMatchObject({ kind: 'values', request: 15 });
});

test('a producer whose end closes is missed in words', async () => {
  const { viewer, producer } = await connect();
  producer.port.close();
  expect(await viewer.next()).toMatchObject({
    type: 'control',
    message: { kind: 'error', code: 'connection-lost', fatal: true },
  });
});

test('the connection ends when its viewer leaves', async () => {
  const { producer, send } = await connect();
  const closed = new Promise((resolve) => {
    producer.port.addEventListener('close', resolve);
  });
  send({ kind: 'leave' });
  await closed;
});
