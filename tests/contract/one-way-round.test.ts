import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Source } from '#contract/worker-api.ts';
import { StreamSource } from '#decode/stream-source.ts';
import { createInterpreter, type Interpreter } from '#intents/create-interpreter.ts';
import { loadDefaultModel, recordingPath } from '#server/default-model-files.ts';
import { openRecordingSource } from '#source/recording-source.ts';
import { createStore } from '#store/create-store.ts';
import type { ReadableStore, RunSource, StoreState } from '#store/read.ts';
import { describeTarget } from '#view/describe-target.ts';
import { predictionsOf, tokenWords } from '#view/token-words.ts';
import { StreamConnection } from '#workers/decode/stream-connection.ts';
import { createMacrotaskYield } from '#workers/produce/macrotask.ts';
import { Producer } from '#workers/produce/producer.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';

/**
 * Everything between the model and the picture, in one thread: the real model, the real messages
 * over real ports, decoder, store, interpreter and view models.
 */
interface App {
  readonly store: ReadableStore;
  readonly interpreter: Interpreter;
  readonly becomeReady: () => void;
  readonly close: () => void;
}

let model: RunnableModel;
let app: App;

function openApp(): App {
  const sources: Partial<Record<RunSource, Source>> = {};
  const closers: (() => void)[] = [];
  const connector = {
    connect: (producer: MessagePort): Source => {
      for (const close of closers.splice(0)) close();
      const { port1, port2 } = new MessageChannel();
      const connection = new StreamConnection(producer, port2);
      const source = new StreamSource(port1);
      closers.push(() => {
        connection.close();
        source.dispose();
      });
      return source;
    },
  };
  const { store, commands } = createStore({
    recycle: ({ buffer }) => {
      (sources.live ?? sources.recording)?.send({ kind: 'recycle', texels: buffer }, [buffer]);
    },
  });
  const listenTo = (source: Source, kind: RunSource): void => {
    sources[kind] = source;
    source.onMessage((message) => {
      commands.applyMessage(message, kind);
    });
  };
  const macrotask = createMacrotaskYield();
  const connectModel = (): void => {
    const { port1, port2 } = new MessageChannel();
    const producer = new Producer(
      model,
      {
        control: (message) => {
          port2.postMessage(message);
        },
        tensors: (message) => {
          port2.postMessage(message, [message]);
        },
      },
      macrotask,
    );
    port2.onmessage = ({ data }: MessageEvent<unknown>) => {
      producer.receive(data);
    };
    listenTo(connector.connect(port1), 'live');
    closers.push(() => {
      port2.close();
      producer.dispose();
    });
  };
  const interpreter = createInterpreter({
    store,
    commands,
    send: (message, to) => {
      if (to === 'live' && !sources.live) connectModel();
      sources[to]?.send(message);
    },
    playRecording: () => {
      const fetchFile = (): Promise<Response> =>
        Promise.resolve(new Response(new Uint8Array(readFileSync(recordingPath))));
      void openRecordingSource({ connector, url: '/', fetch: fetchFile }).then((source) => {
        listenTo(source, 'recording');
      });
    },
    camera: { flyTo: () => undefined },
    prefersReducedMotion: () => true,
  });
  return {
    store,
    interpreter,
    becomeReady: () => {
      commands.setEngineStatus({ kind: 'ready' });
    },
    close: () => {
      for (const close of closers) close();
      macrotask.dispose();
    },
  };
}

/** Resolves when the store's state fits. */
function until(store: ReadableStore, fits: (state: StoreState) => boolean): Promise<StoreState> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const check = (): void => {
      if (!fits(store.state)) return;
      stop();
      resolve(store.state);
    };
    stop = store.subscribe(check);
    check();
  });
}

beforeAll(async () => {
  model = await loadDefaultModel('stored');
  app = openApp();
});

afterAll(() => {
  app.close();
});

test('the recorded run is shown first, and the model takes it over number by number', async () => {
  const { store, interpreter } = app;
  interpreter.start();
  const recorded = await until(store, ({ ended }) => ended !== undefined);
  expect(recorded).toMatchObject({ runSource: 'recording', rejectedCount: 0, notices: [] });
  app.becomeReady();
  const live = await until(store, ({ runSource }) => runSource === 'live');
  expect(live.tokens).toEqual(recorded.tokens);
  expect(live.arrivedCount).toBe(recorded.arrivedCount);
  for (const [position, overview] of recorded.overviews.entries()) {
    const { texels: _, ...numbers } = overview ?? { texels: undefined };
    expect(live.overviews[position]).toMatchObject(numbers);
  }
  expect(live).toMatchObject({ cursor: recorded.cursor, rejectedCount: 0, notices: [] });
});

test('“The capital of France is”, stepped once, goes on with “ Paris”', async () => {
  const { store, interpreter } = app;
  const prompt = 'The capital of France is';
  interpreter.dispatch({ kind: 'submit-prompt', text: prompt, chat: false });
  interpreter.dispatch({ kind: 'step-token', direction: 1 });
  const state = await until(
    store,
    ({ cursor, vocabulary, tokens }) =>
      tokens.length === 6 && cursor.position === 5 && vocabulary !== undefined,
  );
  expect(tokenWords(state, 5)).toBe('“␣Paris”');
  const [overview] = state.overviews.slice(4);
  const [first] = overview ? predictionsOf(state, overview) : [];
  expect(first?.words).toBe('“␣Paris”');
  expect(first?.probability).toBeCloseTo(0.77, 1);
});

test('a beam that is looked at is told to its last digit', async () => {
  const { store, interpreter } = app;
  const beam = { kind: 'beam', layer: 23, head: 4, query: 4, key: 3 } as const;
  expect(describeTarget(beam, store)?.value).toBe('≈ 0.91');
  interpreter.wantValues('attn.hook_pattern', 23, 4);
  await until(store, () => store.valuesOf('attn.hook_pattern', 23, 4) !== undefined);
  const row = store.valuesOf('attn.hook_pattern', 23, 4);
  expect(row?.shape).toEqual([1, 9, 5]);
  const { value = '', sentence } = describeTarget(beam, store) ?? {};
  expect(Math.fround(Number(value))).toBe(row?.data[4 * 5 + 3]);
  expect(sentence).toBe('Head 4 of layer 23 gives 90 % of what “␣is” reads to “␣France”.');
});

test('what was recorded of rows, heads and neurons is bit for bit what the model tells', async () => {
  const seen: unknown[] = [];
  for (const source of ['recording', 'live'] as const) {
    const { store, interpreter, becomeReady, close } = openApp();
    interpreter.start();
    await until(store, ({ ended }) => ended !== undefined);
    if (source === 'live') becomeReady();
    const { tokens } = await until(store, ({ runSource }) => runSource === source);
    const positions = tokens.map(({ position }) => position);
    const last = positions.length - 1;
    interpreter.wantValues('attn.hook_pattern', 11, ...positions);
    interpreter.wantValues('mlp.hook_post', 23, ...positions);
    interpreter.wantDirections(23, 5, 1535, 700);
    interpreter.dispatch({ kind: 'set-beam-strength', strength: 'carried' });
    const { carried, directions } = await until(
      store,
      (state) =>
        state.directions.size === 3 &&
        positions.every((position) => state.carried[position] !== undefined) &&
        store.valuesOf('attn.hook_pattern', 11, last) !== undefined &&
        store.valuesOf('mlp.hook_post', 23, last) !== undefined,
    );
    const rowsOf = (site: 'attn.hook_pattern' | 'mlp.hook_post', layer: number) =>
      positions.map((position) => {
        const { shape, data } = store.valuesOf(site, layer, position) ?? {};
        return { shape, data };
      });
    const patterns = rowsOf('attn.hook_pattern', 11);
    expect(patterns).toHaveLength(21);
    expect(patterns.map(({ shape }) => shape)).toEqual(
      positions.map((position) => [1, 9, position + 1]),
    );
    const norms = carried.map((each) => each?.norm);
    seen.push({ patterns, posts: rowsOf('mlp.hook_post', 23), norms, directions });
    expect(store.state).toMatchObject({ rejectedCount: 0, notices: [] });
    close();
  }
  expect(seen[1]).toEqual(seen[0]);
});

test('[MSG5] a prompt that replaces another while it decodes leaves nothing of it', async () => {
  const { store, interpreter } = app;
  interpreter.dispatch({ kind: 'set-speed', layersPerSecond: 600 });
  interpreter.dispatch({ kind: 'play' });
  interpreter.tick(500);
  interpreter.dispatch({ kind: 'submit-prompt', text: 'Once upon a time', chat: false });
  const seen = new Set<string>();
  const stop = store.subscribe(() => {
    if (store.state.hello?.run.prompt === 'Once upon a time') {
      for (const { text } of store.state.tokens) seen.add(text);
    }
  });
  await until(store, ({ arrivedCount, tokens }) => arrivedCount === 4 && tokens.length === 4);
  interpreter.dispatch({ kind: 'step-token', direction: 1 });
  await until(store, ({ cursor }) => cursor.position === 4);
  stop();
  expect([...seen].slice(0, 4)).toEqual(['Once', ' upon', ' a', ' time']);
  expect([...seen]).not.toContain(' Paris');
  expect(store.state).toMatchObject({ rejectedCount: 0, notices: [] });
});
