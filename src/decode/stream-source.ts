import type { DecodedMessage } from '#contract/decoded-message.ts';
import type { Source, ToDecodeWorker } from '#contract/worker-api.ts';

/**
 * The viewer's end of a connection through decode.worker. A message is credited when the listener
 * has returned (SPEC.md, CREDIT4), so a busy page slows its producer down.
 */
export class StreamSource implements Source {
  readonly #port: MessagePort;
  #listener: ((message: DecodedMessage) => void) | undefined;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  send(message: ToDecodeWorker, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  onMessage(listener: (message: DecodedMessage) => void): void {
    this.#listener = listener;
    this.#port.onmessage = ({ data }: MessageEvent<DecodedMessage>) => {
      try {
        listener(data);
      } finally {
        if (data.type !== 'control') this.send({ kind: 'taken' });
      }
    };
  }

  fail(sentence: string): void {
    const code = 'connection-lost';
    this.#listener?.({
      type: 'control',
      message: { kind: 'error', request: 0, code, message: sentence, fatal: true },
    });
  }

  dispose(): void {
    this.send({ kind: 'leave' });
    this.#listener = undefined;
    this.#port.onmessage = null;
    this.#port.close();
  }
}
