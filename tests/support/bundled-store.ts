import type { DecodedMessage } from '#contract/decoded-message.ts';
import { openRecording } from '#source/mcap-recording.ts';
import { RecordingPlayer } from '#source/recording-player.ts';
import type { Commands } from '#store/commands.ts';
import { createStore } from '#store/create-store.ts';
import type { ReadableStore } from '#store/read.ts';
import { MessageDecoder } from '#workers/decode/message-decoder.ts';

export interface BundledStore {
  readonly store: ReadableStore;
  readonly commands: Commands;
  /** Everything of the recording, decoded, in order. */
  readonly messages: readonly DecodedMessage[];
}

/**
 * The run the app comes with, decoded and applied to a store without workers, its cursor at the
 * end: what a test of the city needs and nothing that could still be under way.
 */
export async function loadBundledStore(): Promise<BundledStore> {
  const response = await fetch('/recordings/capital.mcap');
  return playIntoStore(new Uint8Array(await response.arrayBuffer()));
}

/** The same where there is no page to fetch from: the bytes of the recording's file. */
export async function playIntoStore(bytes: Uint8Array<ArrayBuffer>): Promise<BundledStore> {
  const recording = await openRecording(bytes);
  const decoder = new MessageDecoder();
  const messages: DecodedMessage[] = [];
  const decode = (message: unknown): void => {
    messages.push(decoder.decode(message, () => new Uint8Array(decoder.texelByteLength)));
  };
  const player = new RecordingPlayer(recording, { control: decode, tensors: decode });
  player.receive({ kind: 'credit', bytes: 1 << 30 });
  await player.play();
  const { store, commands } = createStore({ recycle: () => undefined });
  commands.expectRun({ source: 'recording', request: 0 });
  for (const message of messages) commands.applyMessage(message, 'recording');
  const { hello, overviews } = store.state;
  if (!hello) throw new Error('The bundled recording brought no hello.');
  commands.setPlayback({ kind: 'paused' });
  commands.moveCursor({
    position: overviews.length - 1,
    layer: hello.model.layerCount - 1,
    sweep: false,
  });
  return { store, commands, messages };
}
