import type { Intent } from '#contract/intent.ts';
import type { PanelWorld } from '#panel/panel-part.ts';
import type { StoreState } from '#store/read.ts';
import { createPreview } from '#input/create-preview.ts';
import { fakeHello, fakeRunMessages } from './fake-run.ts';
import { createStoreBench, type StoreBench } from './store-bench.ts';

/** A panel's world over a real store, with what it dispatches written down. */
export interface PanelBench extends StoreBench {
  readonly world: PanelWorld;
  readonly intents: Intent[];
  readonly copied: string[];
  /** Files handed to the browser's downloads. */
  readonly saved: { readonly name: string; readonly blob: Blob }[];
  /** Rows asked for: site, layer, position. */
  readonly wanted: readonly unknown[];
  readonly retries: () => number;
}

/** Shows a recorded run of four tokens, two of them the prompt's, lit to the end. */
export function createPanelBench(): PanelBench {
  const bench = createStoreBench();
  const { store, commands } = bench;
  commands.expectRun({ request: 'any', source: 'recording' });
  bench.recorded(...fakeRunMessages(fakeHello(), 4));
  commands.moveCursor({ position: 3, layer: 2, sweep: false });
  const intents: Intent[] = [];
  const copied: string[] = [];
  const saved: { name: string; blob: Blob }[] = [];
  const wanted: unknown[] = [];
  let retries = 0;
  const world: PanelWorld = {
    store,
    preview: createPreview(),
    dispatch: (intent) => intents.push(intent),
    keyHints: [{ group: 'Time', keys: 'Space', meaning: 'play or pause' }],
    camera: { pose: () => undefined, subscribe: () => () => undefined },
    onCover: () => undefined,
    later: (work) => {
      work();
    },
    wantValues: (...row) => wanted.push(row),
    wantDirections: (...row) => wanted.push(row),
    retryLoad: () => {
      retries += 1;
    },
    shareLink: () => 'http://localhost/#shared',
    copyText: async (text) => {
      copied.push(text);
      return Promise.resolve();
    },
    saveFile: (name, blob) => saved.push({ name, blob }),
    takePicture: () => Promise.resolve(new Blob(['picture'], { type: 'image/png' })),
  };
  return { ...bench, world, intents, copied, saved, wanted, retries: () => retries };
}

/** A state with some of its parts replaced, for pure functions of a state. */
export function stateWith(change: Partial<StoreState>): StoreState {
  return { ...createPanelBench().store.state, ...change };
}
