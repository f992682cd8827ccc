import type { ViewerMessage } from '#contract/control-message.ts';
import type { DecodedMessage } from '#contract/decoded-message.ts';
import { creditWindowBytes } from '#contract/overview.ts';
import type { ToDecodeWorker } from '#contract/worker-api.ts';
import { sentenceOf } from '#kit/sentence-of.ts';
import { MessageDecoder } from './message-decoder.ts';
import { ValuesCache } from './values-cache.ts';

const cacheByteLimit = 64 * 2 ** 20;
/** Texel buffers kept for refilling. */
const poolLimit = 8;

/**
 * One producer and one viewer, with everything between them checked, unpacked and credited. Lives
 * until closed; nothing either side sends ends it.
 */
export class StreamConnection {
  readonly #producer: MessagePort;
  readonly #viewer: MessagePort;
  readonly #decoder = new MessageDecoder();
  readonly #cache = new ValuesCache(cacheByteLimit);
  readonly #pool: ArrayBuffer[] = [];
  /** What the messages under way to the viewer cost, in order. */
  readonly #costs: number[] = [];
  #closed = false;

  constructor(producer: MessagePort, viewer: MessagePort) {
    this.#producer = producer;
    this.#viewer = viewer;
    producer.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#fromProducer(data);
    };
    producer.onmessageerror = () => {
      this.#toViewer({ type: 'rejected', reason: 'A message could not be read at all.' }, 0);
    };
    viewer.onmessage = ({ data }: MessageEvent<ToDecodeWorker>) => {
      this.#fromViewer(data);
    };
    // Where the browser tells: a producer that died cannot say so itself.
    producer.addEventListener('close', () => {
      this.#sayProducerIsGone();
    });
    this.#toProducer({ kind: 'credit', bytes: creditWindowBytes });
  }

  close(): void {
    this.#closed = true;
    for (const port of [this.#producer, this.#viewer]) {
      port.onmessage = null;
      port.close();
    }
  }

  #fromProducer(data: unknown): void {
    const cost = data instanceof ArrayBuffer ? data.byteLength : 0;
    const message = this.#decode(data);
    this.#cache.notice(message);
    this.#toViewer(message, cost);
  }

  #sayProducerIsGone(): void {
    if (this.#closed) return;
    const code = 'connection-lost';
    const sentence = 'What was sending has stopped; reload the page if it does not come back.';
    this.#toViewer(
      {
        type: 'control',
        message: { kind: 'error', request: 0, code, message: sentence, fatal: true },
      },
      0,
    );
  }

  #decode(data: unknown): DecodedMessage {
    try {
      return this.#decoder.decode(data, () => this.#takeTexels());
    } catch (error) {
      // A fault of ours or memory running out: the message is lost, the connection is not.
      const reason = sentenceOf(error);
      return { type: 'rejected', reason: `A message could not be unpacked: ${reason}` };
    }
  }

  #toViewer(message: DecodedMessage, cost: number): void {
    if (message.type !== 'control') this.#costs.push(cost);
    this.#viewer.postMessage(message, buffersOf(message));
  }

  #fromViewer(message: ToDecodeWorker): void {
    switch (message.kind) {
      case 'recycle':
        this.#recycle(message.texels);
        return;
      case 'taken':
        this.#credit(this.#costs.shift() ?? 0);
        return;
      case 'leave':
        this.close();
        return;
      case 'values': {
        const answer = this.#cache.takeAnswer(message);
        if (answer) this.#toViewer(answer, 0);
        else this.#toProducer(message);
        return;
      }
      case 'run':
      case 'intervene':
      case 'switch':
        this.#cache.forget();
        this.#toProducer(message);
        return;
      default:
        this.#toProducer(message);
    }
  }

  #credit(bytes: number): void {
    if (bytes > 0) this.#toProducer({ kind: 'credit', bytes });
  }

  #toProducer(message: ViewerMessage): void {
    this.#producer.postMessage(message);
  }

  #takeTexels(): Uint8Array<ArrayBuffer> {
    const { texelByteLength } = this.#decoder;
    const pooled = this.#pool.pop();
    return new Uint8Array(
      pooled?.byteLength === texelByteLength ? pooled : new ArrayBuffer(texelByteLength),
    );
  }

  #recycle(texels: unknown): void {
    if (!(texels instanceof ArrayBuffer) || this.#pool.length >= poolLimit) return;
    if (texels.byteLength === this.#decoder.texelByteLength) this.#pool.push(texels);
  }
}

/** The memory a message brings along, each buffer once. */
function buffersOf(message: DecodedMessage): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const part of Object.values(message) as unknown[]) {
    if (ArrayBuffer.isView(part)) buffers.add(part.buffer as ArrayBuffer);
  }
  return [...buffers];
}
