import type { ViewerMessage } from '#contract/control-message.ts';
import type { CameraRig } from '#contract/preview.ts';
import type { Commands } from '#store/commands.ts';
import type { ReadableStore, RunSource } from '#store/read.ts';

/** Everything the interpreter reaches; `main.ts` hands it over, tests hand over fakes. */
export interface InterpreterWorld {
  readonly store: ReadableStore;
  readonly commands: Commands;
  /**
   * Sends to the live model or to the recording, connecting it first where needed. Live messages
   * are sent only while the engine's status is `ready`.
   */
  readonly send: (message: ViewerMessage, to: RunSource) => void;
  /** Starts the bundled recording; its messages reach the store as source `recording`. */
  readonly playRecording: () => void;
  readonly camera: Pick<CameraRig, 'flyTo'>;
  readonly prefersReducedMotion: () => boolean;
}

/** Numbers of requests: they count upwards from 1 for as long as the page lives; 0 answers nobody. */
export interface RequestCounter {
  next(): number;
}

export function createRequestCounter(): RequestCounter {
  let last = 0;
  return {
    next() {
      last += 1;
      return last;
    },
  };
}
