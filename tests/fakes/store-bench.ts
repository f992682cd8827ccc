import type { DecodedMessage } from '#contract/decoded-message.ts';
import type { Commands } from '#store/commands.ts';
import { createStore } from '#store/create-store.ts';
import type { ReadableStore, Topic } from '#store/read.ts';
import { control, fakeHello, fakeRunMessages } from './fake-run.ts';

/** A store with everything it says written down. */
export interface StoreBench {
  readonly store: ReadableStore;
  readonly commands: Commands;
  readonly recycled: Uint8Array[];
  readonly told: ReadonlySet<Topic>[];
  /** Applies messages as the live source's. */
  readonly live: (...messages: readonly DecodedMessage[]) => void;
  readonly recorded: (...messages: readonly DecodedMessage[]) => void;
}

export function createStoreBench(): StoreBench {
  const recycled: Uint8Array[] = [];
  const told: ReadonlySet<Topic>[] = [];
  const { store, commands } = createStore({ recycle: (texels) => recycled.push(texels) });
  store.subscribe((topics) => told.push(topics));
  const from =
    (source: 'live' | 'recording') =>
    (...messages: readonly DecodedMessage[]): void => {
      for (const message of messages) commands.applyMessage(message, source);
    };
  return { store, commands, recycled, told, live: from('live'), recorded: from('recording') };
}

/** A bench that shows a live run of that many tokens, asked for by request 1. */
export function benchWithRun(tokenCount: number): StoreBench {
  const bench = createStoreBench();
  bench.commands.expectRun({ request: 1, source: 'live' });
  bench.live(...fakeRunMessages(fakeHello(), tokenCount));
  return bench;
}

export const fakeError = (request: number, fatal = false): DecodedMessage =>
  control({ kind: 'error', request, code: 'x', message: 'It broke.', fatal });
