import type { ViewerMessage } from './control-message.ts';
import type { DecodedMessage } from './decoded-message.ts';
import type { Precision } from './model-shape.ts';

/** How far the weights are, in bytes and as a stage in words the HUD can show. */
export interface LoadProgress {
  readonly stage: 'cache' | 'network' | 'prepare' | 'ready';
  readonly loadedBytes: number;
  readonly totalBytes: number;
  /** From the first call, milliseconds. */
  readonly elapsedMillis: number;
}

export interface EngineLoadRequest {
  /** Same-origin URL of the GGUF. */
  readonly url: string;
  readonly sha256: string;
  readonly byteLength: number;
  readonly kernelsUrl: string;
  /** Same-origin URL of the stored calibration of exactly this file; measured anew when absent or of another hash. */
  readonly calibrationUrl: string;
  /** Same-origin URL of the stored head scores of exactly this file; left out when absent or of another hash. */
  readonly headScoresUrl: string;
  readonly precision: Precision;
}

/**
 * engine.worker, by Comlink (calls only). Data goes over the MessagePort given to `connect`: it
 * receives `ViewerMessage` objects and answers with `ProducerMessage` objects and safetensors
 * blobs (ArrayBuffer, transferred).
 */
export interface EngineWorkerApi {
  connect(port: MessagePort): void;
  /** Rejects with an Error whose message says in one sentence what to do. */
  load(request: EngineLoadRequest, onProgress: (progress: LoadProgress) => void): Promise<void>;
}

/** decode.worker, by Comlink. Connections are apart from one another; each ends when its viewer leaves. */
export interface DecodeWorkerApi {
  /** `producer` speaks the stream's messages, `viewer` gets DecodedMessage and sends ViewerMessage or Recycle. */
  connect(producer: MessagePort, viewer: MessagePort): void;
}

/** Texel buffers the viewer no longer needs go back to be filled again (transferred). */
export interface Recycle {
  readonly kind: 'recycle';
  readonly texels: ArrayBuffer;
}
/**
 * The viewer's listener has returned for the next message in order; what it cost is credited to the
 * producer (SPEC.md, CREDIT4). Sent by `decode/`, nobody else.
 */
export interface Taken {
  readonly kind: 'taken';
}
/** The viewer is gone; its connection is closed. Sent by `decode/`, nobody else. */
export interface Leave {
  readonly kind: 'leave';
}
export type ToDecodeWorker = ViewerMessage | Recycle | Taken | Leave;

/** A run of frames from somewhere: what `source/` makes and `main.ts` wires. */
export interface Source {
  /** Where viewer messages go. */
  send(message: ToDecodeWorker, transfer?: Transferable[]): void;
  /** Receives everything, in the producer's order. One listener. */
  onMessage(listener: (message: DecodedMessage) => void): void;
  /** Speaks in the producer's place when it cannot any more: a fatal error, `connection-lost`. */
  fail(sentence: string): void;
  dispose(): void;
}

/**
 * Puts a producer behind decode.worker. Whoever makes a source is handed one; `producer` is the
 * viewer's end of the producer's port and is given away.
 */
export interface StreamConnector {
  connect(producer: MessagePort): Source;
}

/** The engine's worker as a source sees it. A worker that dies rejects what is under way. */
export interface EngineLink {
  /** Called with a sentence when the worker that runs now dies. One listener. */
  onDeath(listener: (sentence: string) => void): void;
  connect(port: MessagePort): Promise<void>;
  load(request: EngineLoadRequest, onProgress: (progress: LoadProgress) => void): Promise<void>;
  dispose(): void;
}
