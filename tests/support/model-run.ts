import type { DecodedMessage } from '#contract/decoded-message.ts';
import { greedySampling } from '#contract/sampling.ts';
import type { Commands } from '#store/commands.ts';
import { createStore } from '#store/create-store.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import type { ValuesWish } from '#view/exhibit/board.ts';
import { MessageDecoder } from '#workers/decode/message-decoder.ts';
import { createMacrotaskYield } from '#workers/produce/macrotask.ts';
import { Producer } from '#workers/produce/producer.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';

/** A prompt the real model has read, in a store, without ports and workers. Its cursor stands at the end. */
export interface ModelRun {
  readonly store: ReadableStore;
  readonly commands: Commands;
  /** Asks the model for rows and waits until all are here. */
  readonly fulfil: (wishes: readonly ValuesWish[]) => Promise<void>;
  readonly readLens: (position: number) => Promise<void>;
  readonly close: () => void;
}

export async function openModelRun(model: RunnableModel, prompt: string): Promise<ModelRun> {
  const { store, commands } = createStore({ recycle: () => undefined });
  const decoder = new MessageDecoder();
  const macrotask = createMacrotaskYield();
  const take = (message: unknown): void => {
    const decoded: DecodedMessage = decoder.decode(
      message,
      () => new Uint8Array(decoder.texelByteLength),
    );
    commands.applyMessage(decoded, 'live');
  };
  const producer = new Producer(model, { control: take, tensors: take }, macrotask);
  let request = 1;
  commands.expectRun({ request, source: 'live' });
  producer.receive({ kind: 'credit', bytes: 2 ** 31 });
  producer.receive({ kind: 'run', request, prompt, chat: false, sampling: greedySampling });
  producer.receive({ kind: 'vocabulary', request });
  await until(
    store,
    ({ hello, arrivedCount, vocabulary }) =>
      arrivedCount === hello?.run.promptTokenCount && vocabulary !== undefined,
  );
  const { hello, arrivedCount } = store.state;
  commands.setPlayback({ kind: 'paused' });
  commands.moveCursor({
    position: arrivedCount - 1,
    layer: (hello?.model.layerCount ?? 0) - 1,
    sweep: true,
  });
  return {
    store,
    commands,
    fulfil: async (wishes) => {
      for (const { site, layer, positions } of wishes) {
        request += 1;
        producer.receive({ kind: 'values', request, site, layer, positions: [...positions] });
      }
      await until(store, () =>
        wishes.every(({ site, layer, positions }) =>
          positions.every((position) => store.valuesOf(site, layer, position) !== undefined),
        ),
      );
    },
    readLens: async (position) => {
      request += 1;
      producer.receive({ kind: 'lens', request, position });
      await until(store, ({ lenses }) => lenses[position] !== undefined);
    },
    close: () => {
      producer.dispose();
      macrotask.dispose();
    },
  };
}

function until(store: ReadableStore, fits: (state: StoreState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const check = (): void => {
      if (!fits(store.state)) return;
      stop();
      resolve();
    };
    stop = store.subscribe(check);
    check();
  });
}
