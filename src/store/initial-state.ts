import { components, type Component } from '#contract/intent.ts';
import { greedySampling } from '#contract/sampling.ts';
import { wholeModel } from '#contract/zoom.ts';
import type { Settings, StoreState } from './read.ts';
import { emptyRun } from './run-state.ts';

const everythingShown = Object.fromEntries(
  components.map((component) => [component, true]),
) as Record<Component, boolean>;

const defaultSettings: Settings = {
  sampling: greedySampling,
  layersPerSecond: 30,
  beamThreshold: 0.1,
  sinkBeams: 'thin',
  isolatedHead: null,
  isolatedLayer: null,
  shown: everythingShown,
  commonScale: false,
  helpOpen: false,
  glossaryOpen: false,
  layout: 'avenue',
  ringPage: null,
  beamStrength: 'weight',
  headRole: null,
  headOrder: 'index',
  unitOrder: 'index',
  strongestCount: null,
  tourStop: null,
  light: 'activations',
  cutLayer: null,
  tearScope: 'later',
  ablation: 'zero',
};

/** Before the first hello. */
export const initialState: StoreState = {
  ...emptyRun('recording'),
  engine: { kind: 'idle' },
  vocabulary: undefined,
  directions: new Map(),
  awaitedPrompt: undefined,
  cursor: { position: 0, layer: -1, sweep: true },
  playback: { kind: 'paused' },
  playing: false,
  selectedPosition: null,
  zoom: wholeModel,
  openLayers: [],
  pinned: null,
  settings: defaultSettings,
  notices: [],
  rejectedCount: 0,
};
