import * as v from 'valibot';
import {
  producerMessageSchema,
  type Hello,
  type ProducerMessage,
} from '#contract/control-message.ts';
import type { DecodedMessage } from '#contract/decoded-message.ts';
import { HeaderMemory } from '#contract/header-memory.ts';
import { tensorMessageKinds, type TensorMessageKind } from '#contract/overview.ts';
import { decodeSafetensors, type Safetensors } from '#contract/safetensors.ts';
import { SafetensorsError } from '#contract/safetensors-dtype.ts';
import { checkHello } from './check-hello.ts';
import { decodeCarried } from './decode-carried.ts';
import { decodeDirections } from './decode-directions.ts';
import { decodeEffect } from './decode-effect.ts';
import { decodeLens } from './decode-lens.ts';
import { OverviewDecoder } from './decode-overview.ts';
import { decodeValues } from './decode-values.ts';
import { decodeVocabulary } from './decode-vocabulary.ts';
import { demand, MessageRejection } from './message-rejection.ts';

/** The largest tensor message that is looked at: 128 rows of logits of a large vocabulary fit. */
const messageByteLimit = 128 * 2 ** 20;
const controlCharacterLimit = 2 ** 20;
const headerByteLimit = 64 * 1024;

/**
 * Turns what a producer sent into what the viewer shows. Pure but for what it remembers: the last
 * hello, without which tensor messages mean nothing (SPEC.md, MSG2), and headers already read. Anything may be passed in;
 * nothing but a DecodedMessage comes out.
 */
export class MessageDecoder {
  readonly #headers = new HeaderMemory();
  #hello: Hello | undefined;
  #overview: OverviewDecoder | undefined;

  /** Bytes of one token's texels; 0 before the first hello. */
  get texelByteLength(): number {
    return this.#overview?.texelByteLength ?? 0;
  }

  /**
   * `message`: an ArrayBuffer (or a view) for tensors, a string or an object for control.
   * `takeTexels` hands over memory of `texelByteLength` bytes; what it held before is overwritten.
   */
  decode(message: unknown, takeTexels: () => Uint8Array<ArrayBuffer>): DecodedMessage {
    try {
      if (message instanceof ArrayBuffer) return this.#tensors(new Uint8Array(message), takeTexels);
      if (message instanceof Uint8Array) return this.#tensors(message, takeTexels);
      return { type: 'control', message: this.#control(message) };
    } catch (error) {
      if (error instanceof MessageRejection || error instanceof SafetensorsError) {
        return { type: 'rejected', reason: error.message };
      }
      throw error;
    }
  }

  #control(message: unknown): ProducerMessage {
    const parsed = v.safeParse(producerMessageSchema, fromJson(message), { abortEarly: true });
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const path = v.getDotPath(issue);
      throw new MessageRejection(
        `A control message is not understood${path === null ? '' : ` at ${path}`}: ${issue.message}`,
      );
    }
    if (parsed.output.kind === 'hello') {
      checkHello(parsed.output);
      this.#hello = parsed.output;
      this.#overview = new OverviewDecoder(parsed.output);
    }
    return parsed.output;
  }

  #tensors(bytes: Uint8Array, takeTexels: () => Uint8Array<ArrayBuffer>): DecodedMessage {
    const { length } = bytes;
    demand(length <= messageByteLimit, `A message of ${String(length)} bytes is too large.`);
    demand(this.#hello !== undefined && this.#overview !== undefined, 'Tensors came before hello.');
    const blob = decodeSafetensors(bytes, { headerByteLimit, memory: this.#headers });
    switch (kindOf(blob)) {
      case 'overview':
        return this.#overview.decode(blob, takeTexels);
      case 'lens':
        return decodeLens(blob, this.#hello.model);
      case 'values':
        return decodeValues(blob, this.#hello.model);
      case 'vocabulary':
        return decodeVocabulary(blob, this.#hello.model);
      case 'carried':
        return decodeCarried(blob, this.#hello.model);
      case 'directions':
        return decodeDirections(blob, this.#hello.model);
      case 'difference':
        return this.#overview.decodeDifference(blob, takeTexels);
      case 'effect':
        return decodeEffect(blob, this.#hello.model);
    }
  }
}

/** SPEC.md, ST1. */
function kindOf({ metadata }: Safetensors): TensorMessageKind {
  const kind = tensorMessageKinds.find((known) => known === metadata.get('kind'));
  demand(metadata.size === 1 && kind !== undefined, 'The metadata is not one known kind.');
  return kind;
}

function fromJson(message: unknown): unknown {
  if (typeof message !== 'string') return message;
  demand(message.length <= controlCharacterLimit, 'A control message is too long.');
  try {
    return JSON.parse(message);
  } catch {
    throw new MessageRejection('A control message is not valid JSON.');
  }
}
