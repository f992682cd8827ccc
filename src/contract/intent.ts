import type { Ablation, TearScope } from './change.ts';
import type { LayerSite } from './hook-site.ts';
import type { Sampling } from './sampling.ts';
import type {
  BeamStrength,
  HeadOrder,
  HeadRole,
  Layout,
  LightKind,
  UnitOrder,
} from './view-choice.ts';
import type { Grip, VerbStage } from './verb.ts';
import type { ZoomPlace } from './zoom.ts';

/** Where the replay stands. Positions above are not shown yet; the position itself is lit up to `layer`. */
export interface Cursor {
  readonly position: number;
  /** −1: nothing of this position yet; layerCount − 1: all of it. */
  readonly layer: number;
  /**
   * True while the prompt is replayed the way it was computed, all its towers floor by floor: then
   * every prompt position is lit up to `layer`, not only the cursor's.
   */
  readonly sweep: boolean;
}

/** Parts of the picture that can be switched off. */
export const components = [
  'attention',
  'feed-forward',
  'residual',
  'beams',
  'predictions',
  'labels',
  'reflections',
  'pulse',
] as const;
export type Component = (typeof components)[number];

/** A thing one can point at, hover, select or fly to. Model words; the city maps them to places. */
export type Target =
  | { readonly kind: 'token'; readonly position: number }
  | { readonly kind: 'prediction'; readonly position: number }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'attention'; readonly position: number; readonly layer: number }
  | { readonly kind: 'feed-forward'; readonly position: number; readonly layer: number }
  | {
      readonly kind: 'head';
      readonly position: number;
      readonly layer: number;
      readonly head: number;
    }
  | {
      /** One window: a bin of a hook's row. For attn.hook_z, `bin` counts head × 8 + bin of the head. */
      readonly kind: 'bin';
      readonly site: 'attn.hook_z' | 'mlp.hook_post' | 'hook_resid_post';
      readonly position: number;
      readonly layer: number;
      readonly bin: number;
    }
  | {
      /** One attention weight, from the key's position to the query's. */
      readonly kind: 'beam';
      readonly layer: number;
      readonly head: number;
      readonly query: number;
      readonly key: number;
    }
  | { readonly kind: 'lens'; readonly position: number; readonly layer: number }
  | {
      /** One single value: `index` counts through the position's whole row at that site. */
      readonly kind: 'value';
      readonly site: LayerSite;
      readonly position: number;
      readonly layer: number;
      readonly index: number;
    };

/** `exhibit` frames what the zoom shows; without one it is the overview. */
export type CameraView = 'overview' | 'street' | 'close' | 'exhibit';

/**
 * What a person wants, whatever device they said it with. Plain data, serialisable: a recorded list
 * replays anywhere. Only `intents/` interprets them.
 */
export type Intent =
  | { readonly kind: 'submit-prompt'; readonly text: string; readonly chat: boolean }
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  /** Pauses, and gives up what is being computed or waited for; what has arrived stays. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'step-token'; readonly direction: 1 | -1 }
  | { readonly kind: 'step-layer'; readonly direction: 1 | -1 }
  | { readonly kind: 'set-speed'; readonly layersPerSecond: number }
  | { readonly kind: 'seek'; readonly position: number; readonly layer: number }
  | { readonly kind: 'set-sampling'; readonly sampling: Sampling }
  | { readonly kind: 'select-token'; readonly position: number | null }
  | { readonly kind: 'isolate-head'; readonly head: number | null }
  | { readonly kind: 'isolate-layer'; readonly layer: number | null }
  | { readonly kind: 'set-beam-threshold'; readonly weight: number }
  | { readonly kind: 'set-sink-beams'; readonly shown: 'thin' | 'full' }
  | { readonly kind: 'set-component'; readonly component: Component; readonly shown: boolean }
  | { readonly kind: 'set-common-scale'; readonly common: boolean }
  | { readonly kind: 'fly-to'; readonly target: Target | CameraView }
  /** Goes to a place in the model: opens its layer, and the camera flies there. */
  | { readonly kind: 'zoom-to'; readonly place: ZoomPlace }
  /** Up one level; a layer that is left closes. */
  | { readonly kind: 'zoom-out' }
  /** Opens or closes a floor where it stands; the camera stays. */
  | { readonly kind: 'set-layer-open'; readonly layer: number; readonly open: boolean }
  | { readonly kind: 'set-layout'; readonly layout: Layout }
  /** Which page of the context stands in the ring; null follows what is read. */
  | { readonly kind: 'set-ring-page'; readonly page: number | null }
  | { readonly kind: 'set-beam-strength'; readonly strength: BeamStrength }
  /** Only heads known for that role, or all. */
  | { readonly kind: 'filter-role'; readonly role: HeadRole | null }
  | { readonly kind: 'set-head-order'; readonly order: HeadOrder }
  | { readonly kind: 'set-unit-order'; readonly order: UnitOrder }
  /** Only so many of the strongest values of an open component, or all. */
  | { readonly kind: 'set-strongest-count'; readonly count: number | null }
  /**
   * A verb carried out, by whatever hand: `read` opens the layer, lays the cut open or pins the
   * beam's numbers; `change` changes the model and runs it again. `scope` and `by` where they are
   * not said are those of the settings.
   */
  | ({ readonly kind: 'verb'; readonly stage: VerbStage } & Grip & {
        readonly scope?: TearScope;
        readonly by?: Ablation;
      })
  /** One head of one token off, without a gesture of its own. */
  | {
      readonly kind: 'switch-off-head';
      readonly layer: number;
      readonly head: number;
      readonly position: number;
    }
  | { readonly kind: 'set-change-on'; readonly change: number; readonly on: boolean }
  | { readonly kind: 'set-change-scope'; readonly change: number; readonly scope: TearScope }
  | { readonly kind: 'set-layer-ablation'; readonly change: number; readonly by: Ablation }
  /** Moves a change so many places down the list (up when negative): later ones act on what earlier ones left. */
  | { readonly kind: 'move-change'; readonly change: number; readonly places: number }
  | { readonly kind: 'remove-change'; readonly change: number }
  | { readonly kind: 'clear-changes' }
  | { readonly kind: 'undo-change' }
  | { readonly kind: 'redo-change' }
  /** Which of the two runs kept side by side is shown and continued. */
  | { readonly kind: 'show-run'; readonly run: 'original' | 'changed' }
  /** Measures what heads and beams are worth to a position's answer. */
  | { readonly kind: 'measure-effects'; readonly position: number }
  /** Ends measuring; what is measured stays. */
  | { readonly kind: 'stop-measuring' }
  | { readonly kind: 'forget-effects' }
  /** What windows show: numbers of the run, or how far they moved from the original's. */
  | { readonly kind: 'set-light'; readonly light: LightKind }
  /** Lays the towers open above a layer; null closes them. */
  | { readonly kind: 'set-cut'; readonly layer: number | null }
  | { readonly kind: 'set-tear-scope'; readonly scope: TearScope }
  | { readonly kind: 'set-ablation'; readonly by: Ablation }
  /** Keeps a thing's numbers in view though nobody points at it; null lets it go. */
  | { readonly kind: 'pin'; readonly target: Target | null }
  /** To a stop of the first minute's tour; null leaves it. */
  | { readonly kind: 'go-to-tour-stop'; readonly stop: number | null }
  | { readonly kind: 'open-glossary'; readonly open: boolean }
  | { readonly kind: 'open-help'; readonly open: boolean }
  | { readonly kind: 'dismiss-notice'; readonly notice: number };

export type Dispatch = (intent: Intent) => void;
