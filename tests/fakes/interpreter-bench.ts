import type { DecodedMessage } from '#contract/decoded-message.ts';
import type { CameraView, Intent, Target } from '#contract/intent.ts';
import { createInterpreter, type Interpreter } from '#intents/create-interpreter.ts';
import { litLayer, type EngineStatus, type RunSource, type StoreState } from '#store/read.ts';
import { FakeProducer } from './fake-producer.ts';
import { control, fakeHello, fakeRunMessages, fakeVocabulary } from './fake-run.ts';
import { createStoreBench, type StoreBench } from './store-bench.ts';

/** An interpreter over a real store, with a recording and a live model that answer when told to. */
export interface InterpreterBench extends StoreBench {
  readonly interpreter: Interpreter;
  readonly producer: FakeProducer;
  readonly sentToRecording: unknown[];
  readonly flights: (Target | CameraView)[];
  readonly do: (...intents: readonly Intent[]) => void;
  readonly state: () => StoreState;
  /** Plays the recording: the prompt "a b" and generated tokens, `tokenCount` in all. */
  readonly playRecorded: (tokenCount?: number) => void;
  readonly setEngine: (kind: 'ready' | 'loading' | 'failed') => void;
  /** Ticks of 100 ms until the replay stands still or waits for the producer; returns their number. */
  readonly tickToRest: () => number;
  readonly notices: () => readonly string[];
}

export const recordedPrompt = 'a b';

export function createInterpreterBench(
  options: { readonly reducedMotion?: boolean } = {},
): InterpreterBench {
  const bench = createStoreBench();
  const { store, commands } = bench;
  const producer = new FakeProducer((message) => {
    commands.applyMessage(message, 'live');
  });
  const sentToRecording: unknown[] = [];
  const flights: (Target | CameraView)[] = [];
  const interpreter = createInterpreter({
    store,
    commands,
    send: (message, to: RunSource) => {
      if (to === 'live') producer.send(message);
      else sentToRecording.push(message);
    },
    playRecording: () => undefined,
    camera: { flyTo: (target) => flights.push(target) },
    prefersReducedMotion: () => options.reducedMotion ?? false,
  });
  return {
    ...bench,
    interpreter,
    producer,
    sentToRecording,
    flights,
    do: (...intents) => {
      for (const intent of intents) interpreter.dispatch(intent);
    },
    state: () => store.state,
    playRecorded: (tokenCount = 4) => {
      bench.recorded(...recordedMessages(tokenCount));
    },
    setEngine: (kind) => {
      commands.setEngineStatus(engineStatuses[kind]);
    },
    tickToRest: () => {
      for (let ticks = 1; ticks < 1000; ticks += 1) {
        const before = store.state.cursor;
        const goesOn = interpreter.tick(100);
        if (!goesOn || store.state.cursor === before) return ticks;
      }
      throw new Error('The replay never came to rest.');
    },
    notices: () => store.state.notices.map((notice) => notice.text),
  };
}

function recordedMessages(tokenCount: number): readonly DecodedMessage[] {
  return [
    ...fakeRunMessages(fakeHello({ prompt: recordedPrompt }), tokenCount),
    fakeVocabulary(),
    control({ kind: 'end', request: 0, reason: 'The recording is over.' }),
  ];
}

const engineStatuses: Record<'ready' | 'loading' | 'failed', EngineStatus> = {
  ready: { kind: 'ready' },
  loading: {
    kind: 'loading',
    progress: { stage: 'network', loadedBytes: 34e6, totalBytes: 98e6, elapsedMillis: 2000 },
  },
  failed: { kind: 'failed', message: 'The file could not be fetched; reload the page.' },
};

export const stepToken = { kind: 'step-token', direction: 1 } as const;
export const stepLayer = { kind: 'step-layer', direction: 1 } as const;
export const play = { kind: 'play' } as const;
export const prompt = (text: string): { kind: 'submit-prompt'; text: string; chat: boolean } => ({
  kind: 'submit-prompt',
  text,
  chat: false,
});

/** Which layers are lit at each position: "22-" is two whole towers of three layers and a dark one. */
export function lit({ cursor, tokens, hello }: StoreState): string {
  const { promptTokenCount = 0 } = hello?.run ?? {};
  const { layerCount = 0 } = hello?.model ?? {};
  return tokens
    .map(({ position }) => litLayer(cursor, position, promptTokenCount, layerCount))
    .map((layer) => (layer < 0 ? '-' : String(layer)))
    .join('');
}

/** A live run of "a b" stands there, its sweep finished. */
export function liveBench(options: { reducedMotion?: boolean } = {}): InterpreterBench {
  const bench = createInterpreterBench(options);
  bench.setEngine('ready');
  bench.do(prompt('a b'));
  bench.producer.answerAll();
  bench.tickToRest();
  return bench;
}
