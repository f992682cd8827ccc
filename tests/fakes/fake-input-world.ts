import { components, type Component, type Intent, type Target } from '#contract/intent.ts';
import type { CameraRig } from '#contract/preview.ts';
import type { Grips, InputFacts, InputWorld } from '#input/input-world.ts';
import type { Gripped } from '#plan/pick-grip.ts';
import { createPreview } from '#input/create-preview.ts';

/** One call of the camera's rig: the method's name, then what it was given. */
export type RigCall = readonly [method: string, ...given: unknown[]];

export interface FakeInputWorld extends InputWorld {
  readonly intents: readonly Intent[];
  readonly rigCalls: readonly RigCall[];
  readonly pageCommands: readonly string[];
  /** Points of the canvas that were asked about. */
  readonly picks: readonly (readonly [x: number, y: number])[];
  readonly tickRequests: () => number;
  /** What the next picks find. */
  readonly setPicked: (target: Target | undefined) => void;
  readonly setFacts: (change: Partial<InputFacts>) => void;
  /** Gives the camera another pose, of the same numbers. */
  readonly moveCamera: () => void;
  /** What the next looks for something to hold find, and how far from the point they reached. */
  readonly setGripped: (gripped: Gripped | undefined) => void;
  readonly grips: Grips;
  readonly reaches: readonly (number | undefined)[];
  /** Lets that much time pass for what was put off. */
  readonly passMillis: (millis: number) => void;
}

const shown = Object.fromEntries(components.map((each) => [each, true])) as Record<
  Component,
  boolean
>;

const fiveTokens: InputFacts = {
  tokenCount: 5,
  layerCount: 30,
  headCount: 9,
  playing: false,
  cursor: { position: 4, layer: 29, sweep: false },
  selectedPosition: null,
  layersPerSecond: 30,
  beamThreshold: 0.1,
  sinkBeams: 'thin',
  isolatedHead: null,
  isolatedLayer: null,
  shown,
  commonScale: false,
  helpOpen: false,
  glossaryOpen: false,
  tourStop: null,
  layout: 'avenue',
  otherRun: undefined,
  zoom: { level: 'model' },
};

/** A world of five tokens and thirty layers that writes down what input asks of it. */
export function createFakeInputWorld(): FakeInputWorld {
  const intents: Intent[] = [];
  const rigCalls: RigCall[] = [];
  const pageCommands: string[] = [];
  const picks: (readonly [number, number])[] = [];
  let facts = fiveTokens;
  let picked: Target | undefined;
  let tickRequests = 0;
  let gripped: Gripped | undefined;
  const reaches: (number | undefined)[] = [];
  let laterWorks: { readonly work: () => void; readonly atMillis: number }[] = [];
  let nowMillis = 0;
  const grips: Grips = {
    gripAt: (_x, _y, reachPixels) => {
      reaches.push(reachPixels);
      return gripped;
    },
    hoverAt: () => ({ gripped, target: gripped?.target ?? picked }),
    sliceLayerAt: (yMetres) => Math.round(yMetres),
  };
  const note =
    (method: string) =>
    (...given: unknown[]): void => {
      rigCalls.push([method, ...given]);
    };
  let pose = { position: { x: 0, y: 0, z: -10 }, target: { x: 0, y: 0, z: 0 } };
  const rig: CameraRig = {
    get pose() {
      return pose;
    },
    setPose: note('setPose'),
    orbit: note('orbit'),
    pan: note('pan'),
    dolly: note('dolly'),
    walk: note('walk'),
    flyTo: note('flyTo'),
    rayAt: (x, y) => ({
      origin: { x: 0, y: 0, z: -10 },
      direction: { x: x / 1000, y: -y / 1000, z: 1 },
    }),
    project: () => undefined,
  };
  return {
    rig,
    preview: createPreview(),
    dispatch: (intent) => intents.push(intent),
    facts: () => facts,
    pickAt: (x, y) => {
      picks.push([x, y]);
      return picked;
    },
    picks,
    beamAt: (position, layer, index) =>
      index < 2 ? { kind: 'beam', layer, head: index, query: position, key: 0 } : undefined,
    requestTick: () => {
      tickRequests += 1;
    },
    page: (command) => pageCommands.push(command),
    fetchGrips: () => Promise.resolve(grips),
    later: (work, millis) => {
      laterWorks.push({ work, atMillis: nowMillis + millis });
    },
    grips,
    reaches,
    setGripped: (next) => {
      gripped = next;
    },
    passMillis: (millis) => {
      nowMillis += millis;
      const due = laterWorks.filter(({ atMillis }) => atMillis <= nowMillis);
      laterWorks = laterWorks.filter((each) => !due.includes(each));
      for (const { work } of due) work();
    },
    intents,
    rigCalls,
    pageCommands,
    tickRequests: () => tickRequests,
    moveCamera: () => {
      pose = { ...pose };
    },
    setPicked: (target) => {
      picked = target;
    },
    setFacts: (change) => {
      facts = { ...facts, ...change };
    },
  };
}
