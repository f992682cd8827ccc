import type { Ablation, ChangeEntry, TearScope } from '#contract/change.ts';
import type { Hello } from '#contract/control-message.ts';
import type {
  DecodedCarried,
  DecodedDifference,
  DecodedLens,
  DecodedOverview,
  DecodedValues,
  DecodedVocabulary,
} from '#contract/decoded-message.ts';
import type { Site } from '#contract/hook-site.ts';
import type { Component, Cursor, Target } from '#contract/intent.ts';
import type { Sampling } from '#contract/sampling.ts';
import type {
  BeamStrength,
  HeadOrder,
  HeadRole,
  Layout,
  LightKind,
  UnitOrder,
} from '#contract/view-choice.ts';
import type { LoadProgress } from '#contract/worker-api.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import type { EffectState, PendingChanges, SparedAnswer } from './read/change-state.ts';

export interface TokenRecord {
  readonly position: number;
  readonly id: number;
  readonly text: string;
  /** Raw bytes, hex. */
  readonly bytes: string;
  readonly from: 'prompt' | 'sampler';
}

/** What the run shown comes from. */
export type RunSource = 'recording' | 'live';

/** The model that could run here, while it is being fetched and after. */
export type EngineStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly progress: LoadProgress }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string };

/** What moves the cursor. A step climbs to its goal, waiting for it to arrive, then pauses. */
export type Playback =
  | { readonly kind: 'paused' }
  | {
      readonly kind: 'playing';
      /** Where it pauses by itself: at the prompt's end, at the end of what arrived, or never. */
      readonly until: 'prompt' | 'arrived' | 'run';
    }
  | { readonly kind: 'stepping'; readonly position: number; readonly layer: number };

/** Something the viewer should read: an error, a gap, a limit reached. */
export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
}

export interface Settings {
  readonly sampling: Sampling;
  /** Replay speed; a token has layerCount layers. */
  readonly layersPerSecond: number;
  /** Beams below this attention weight are not drawn. */
  readonly beamThreshold: number;
  readonly sinkBeams: 'thin' | 'full';
  readonly isolatedHead: number | null;
  readonly isolatedLayer: number | null;
  readonly shown: Readonly<Record<Component, boolean>>;
  /** One brightness scale for all layers instead of one per layer. */
  readonly commonScale: boolean;
  readonly helpOpen: boolean;
  readonly glossaryOpen: boolean;
  readonly layout: Layout;
  /** Page of the context in the ring; null follows what is read. */
  readonly ringPage: number | null;
  readonly beamStrength: BeamStrength;
  /** Only heads known for it are shown. */
  readonly headRole: HeadRole | null;
  readonly headOrder: HeadOrder;
  readonly unitOrder: UnitOrder;
  /** How many of an open component's strongest values are shown; null for all. */
  readonly strongestCount: number | null;
  /** Stop of the tour; null when there is none. */
  readonly tourStop: number | null;
  /** 'difference' shows only while a changed run is. */
  readonly light: LightKind;
  /** Towers are laid open above this layer. */
  readonly cutLayer: number | null;
  /** What a beam that is torn next means for later queries. */
  readonly tearScope: TearScope;
  /** How a layer that is pulled free next is taken away. */
  readonly ablation: Ablation;
}

/** How much a neuron's direction raises (or, below 0, lowers) a token's logit beside all others (SPEC.md, DIR2). */
export interface TokenEffect {
  readonly token: number;
  readonly value: number;
}

/** What a neuron writes, named by the tokens it raises most and those it lowers most: five each, strongest first. */
export interface NeuronDirection {
  readonly top: readonly TokenEffect[];
  readonly bottom: readonly TokenEffect[];
}

/** A neuron's place among the store's directions. */
export function directionKey(layer: number, neuron: number): string {
  return `${String(layer)}/${String(neuron)}`;
}

/** What one branch of a run has brought so far. Arrays are indexed by position. */
export interface BranchState {
  /** 0: without changes. */
  readonly branch: number;
  readonly tokens: readonly TokenRecord[];
  readonly overviews: readonly (DecodedOverview | undefined)[];
  readonly lenses: readonly (DecodedLens | undefined)[];
  /** What heads would take along from a position; asked for while beams are drawn by it. */
  readonly carried: readonly (DecodedCarried | undefined)[];
  /** How far each position moved from branch 0; asked for while that is shown. */
  readonly differences: readonly (DecodedDifference | undefined)[];
  /** Positions 0 … arrivedCount − 1 can be shown: their overview is here, or a gap said it never comes. */
  readonly arrivedCount: number;
  /** Why the branch takes no more tokens, in words. */
  readonly ended: string | undefined;
}

/** What one run has brought so far; all of it goes when the hello of another run arrives. */
export interface RunState extends BranchState {
  readonly runSource: RunSource;
  readonly hello: Hello | undefined;
  /** The run kept beside the one shown: the original while a changed one is shown, and the other way round. */
  readonly beside: BranchState | undefined;
  /** What was done to the changed run, in the order it acts; empty when there is none. */
  readonly changes: readonly ChangeEntry[];
  readonly pendingChanges: PendingChanges | undefined;
  readonly canUndoChange: boolean;
  readonly canRedoChange: boolean;
  readonly effects: EffectState | undefined;
  readonly spared: SparedAnswer | undefined;
  /** Layers whose neurons' directions cannot be had, and why. */
  readonly refusedDirections: ReadonlyMap<number, string>;
  /** Prefill of the live run: layers finished for positions below; undefined when nothing is computed. */
  readonly prefill:
    | { readonly layer: number; readonly position: number; readonly positionCount: number }
    | undefined;
  /** Tokens asked for and not yet arrived. */
  readonly awaitedTokens: number;
  /** The requests that asked for tokens. */
  readonly tokenRequests: ReadonlySet<number>;
  /** Requests of this run that were answered by an error, and its sentence. */
  readonly failedRequests: ReadonlyMap<number, string>;
}

/**
 * Everything the picture is drawn from. Readers get this; only the store's commands write.
 * Arrays are indexed by position; what is undefined has not arrived. A snapshot never changes:
 * each command that changes something makes a new one, sharing what stayed.
 */
export interface StoreState extends RunState {
  readonly engine: EngineStatus;
  /** All tokens' bytes, kept from run to run as long as the model is the same. */
  readonly vocabulary: DecodedVocabulary | undefined;
  /** Neurons' output directions by `directionKey`, kept as the vocabulary is; the first to come go when there are many. */
  readonly directions: ReadonlyMap<string, NeuronDirection>;
  /** A prompt that was submitted and whose run has not begun: it waits for the model or its answer. */
  readonly awaitedPrompt: string | undefined;
  readonly cursor: Cursor;
  readonly playback: Playback;
  /** `playback.kind === 'playing'`. */
  readonly playing: boolean;
  readonly selectedPosition: number | null;
  /** Where in the model one looks. Its layer, if it has one, is among the open ones. */
  readonly zoom: ZoomPlace;
  /** Floors that keep their height; when there are any, all others fold. Rising. */
  readonly openLayers: readonly number[];
  /** What stays in view though nobody points at it. */
  readonly pinned: Target | null;
  readonly settings: Settings;
  readonly notices: readonly Notice[];
  /** Messages dropped because they broke a rule or belonged to nothing known. */
  readonly rejectedCount: number;
}

/** Parts that can change; listeners say which they care for. */
export const allTopics = [
  'run',
  'tokens',
  'overview',
  'lens',
  'values',
  'vocabulary',
  'carried',
  'directions',
  'difference',
  'changes',
  'effects',
  'cursor',
  'playing',
  'progress',
  'engine',
  'selection',
  'pinned',
  'zoom',
  'settings',
  'notices',
] as const;
export type Topic = (typeof allTopics)[number];

export interface ReadableStore {
  readonly state: StoreState;
  /** Exact rows if they are here. */
  valuesOf(site: Site, layer: number, position: number): DecodedValues | undefined;
  /** Why an exact row cannot be had, in one sentence; undefined while it is not known that it cannot. */
  refusalOf(site: Site, layer: number, position: number): string | undefined;
  /** Called once after each command with the topics it changed; returns how to stop. */
  subscribe(listener: (topics: ReadonlySet<Topic>) => void): () => void;
}

/** The branch without changes: what is shown, or what is kept beside it. */
export function originalOf(state: RunState): BranchState | undefined {
  return state.branch === 0 ? state : state.beside;
}

/** The changed branch, shown or kept beside; undefined when nothing was changed. */
export function changedOf(state: RunState): BranchState | undefined {
  return state.branch === 0 ? state.beside : state;
}

/** Positions for which both branches have read the same text: from there on they cannot be compared. */
export function comparableCount(state: RunState): number {
  const [one, other] = [state.tokens, state.beside?.tokens ?? []];
  let count = 0;
  while (count < other.length && one[count]?.id === other[count]?.id) count += 1;
  return count;
}

/**
 * Highest layer shown lit at a position under the cursor: −1 when nothing is.
 */
export function litLayer(
  cursor: Cursor,
  position: number,
  promptTokenCount: number,
  layerCount: number,
): number {
  if (position > cursor.position) return -1;
  const swept = cursor.sweep && position < promptTokenCount && cursor.position < promptTokenCount;
  return position === cursor.position || swept ? cursor.layer : layerCount - 1;
}
