import type { Source, StreamConnector } from '#contract/worker-api.ts';
import { openRecording, recordingByteLimit } from './mcap-recording.ts';
import { RecordingPlayer } from './recording-player.ts';

export interface RecordingSourceOptions {
  readonly connector: StreamConnector;
  /** Same-origin path. */
  readonly url: string;
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Plays a recording that the app comes with.
 * @throws Error with one sentence when it cannot be fetched or read.
 */
export async function openRecordingSource(options: RecordingSourceOptions): Promise<Source> {
  const fetchFile = options.fetch ?? globalThis.fetch.bind(globalThis);
  const response = await fetchFile(options.url).catch(() => undefined);
  if (!response?.ok) {
    const status = response ? ` (status ${String(response.status)})` : '';
    throw new Error(
      `The recorded run could not be fetched${status}; check the connection and reload.`,
    );
  }
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > recordingByteLimit) {
    throw new Error('The recorded run is too large to be read into memory.');
  }
  return playRecording(options.connector, new Uint8Array(await response.arrayBuffer()));
}

/**
 * Plays a recording that lies in memory.
 * @throws Error with one sentence when it cannot be read.
 */
async function playRecording(connector: StreamConnector, bytes: Uint8Array): Promise<Source> {
  const recording = await openRecording(bytes);
  const { port1: viewerEnd, port2: playerEnd } = new MessageChannel();
  const player = new RecordingPlayer(recording, {
    control: (message) => {
      playerEnd.postMessage(message);
    },
    tensors: (message) => {
      playerEnd.postMessage(message, [message]);
    },
  });
  playerEnd.onmessage = ({ data }: MessageEvent<unknown>) => {
    player.receive(data);
  };
  const source = connector.connect(viewerEnd);
  void player.play();
  return {
    send: (message, transfer) => {
      source.send(message, transfer);
    },
    onMessage: (listener) => {
      source.onMessage(listener);
    },
    fail: (sentence) => {
      source.fail(sentence);
    },
    dispose: () => {
      player.stop();
      playerEnd.onmessage = null;
      playerEnd.close();
      source.dispose();
    },
  };
}
