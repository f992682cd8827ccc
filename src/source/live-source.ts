import type {
  EngineLink,
  EngineLoadRequest,
  LoadProgress,
  Source,
  StreamConnector,
} from '#contract/worker-api.ts';

/**
 * The model in its worker. Loading and showing are apart: the city goes on showing a recording until
 * `connect` is called.
 */
export class LiveModel {
  readonly #engine: EngineLink;

  constructor(engine: EngineLink) {
    this.#engine = engine;
  }

  /** Rejects with an Error whose message says in one sentence what to do; may be called again. */
  load(request: EngineLoadRequest, onProgress: (progress: LoadProgress) => void): Promise<void> {
    return this.#engine.load(request, onProgress);
  }

  /** Puts the model behind the decoder; what is sent before it is loaded waits for it. */
  connect(connector: StreamConnector): Source {
    const { port1: viewerEnd, port2: producerEnd } = new MessageChannel();
    this.#engine.connect(producerEnd).catch(() => {
      // The decoder sees the closed port and tells the viewer in words.
      producerEnd.close();
    });
    const source = connector.connect(viewerEnd);
    // Browsers do not tell a port that the worker at its other end has died.
    this.#engine.onDeath((sentence) => {
      source.fail(sentence);
    });
    return source;
  }

  dispose(): void {
    this.#engine.dispose();
  }
}
