import type { DecodedMessage } from '#contract/decoded-message.ts';
import type { Source, ToDecodeWorker } from '#contract/worker-api.ts';

/**
 * The viewer's end of a connection through decode.worker. Keeps two promises that only the last
 * door can keep: nothing of an old run gets through once a new one was asked for (SPEC.md, MSG5),
 * and a message is credited when the listener has returned (CREDIT4).
 */
export class StreamSource implements Source {
  readonly #port: MessagePort;
  #listener: ((message: DecodedMessage) => void) | undefined;
  /** Request of the newest `run` not answered yet. */
  #awaitedRun: number | undefined;
  #heldBack: DecodedMessage[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
  }

  send(message: ToDecodeWorker, transfer: Transferable[] = []): void {
    if (message.kind === 'run') this.#awaitedRun = message.request;
    this.#port.postMessage(message, transfer);
  }

  onMessage(listener: (message: DecodedMessage) => void): void {
    this.#listener = listener;
    this.#port.onmessage = ({ data }: MessageEvent<DecodedMessage>) => {
      this.#receive(data);
    };
  }

  dispose(): void {
    this.#listener = undefined;
    this.#heldBack = [];
    this.#port.onmessage = null;
    this.#port.close();
  }

  #receive(message: DecodedMessage): void {
    if (this.#awaitedRun === undefined) {
      this.#deliver(message);
      return;
    }
    const verdict = verdictOf(message, this.#awaitedRun);
    if (verdict === 'undecided') {
      this.#heldBack.push(message);
      return;
    }
    this.#awaitedRun = undefined;
    const heldBack = this.#heldBack;
    this.#heldBack = [];
    for (const old of heldBack) {
      if (verdict === 'refused' || !belongsToRun(old)) this.#deliver(old);
      else this.#give(old);
    }
    this.#deliver(message);
  }

  #deliver(message: DecodedMessage): void {
    this.#listener?.(message);
    this.#give(message);
  }

  /** Gives back what the message cost. */
  #give(message: DecodedMessage): void {
    if (message.type !== 'control') this.#port.postMessage({ kind: 'taken' });
  }
}

function verdictOf(
  message: DecodedMessage,
  awaitedRun: number,
): 'accepted' | 'refused' | 'undecided' {
  if (message.type !== 'control') return 'undecided';
  const { message: control } = message;
  if (control.kind === 'hello' && control.request === awaitedRun) return 'accepted';
  return control.kind === 'error' && control.request === awaitedRun ? 'refused' : 'undecided';
}

/** A vocabulary belongs to the model, a rejection to nobody. */
function belongsToRun(message: DecodedMessage): boolean {
  return message.type !== 'vocabulary' && message.type !== 'rejected';
}
