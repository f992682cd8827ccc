import type { Sampling } from './sampling.ts';

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
  | { readonly kind: 'lens'; readonly position: number; readonly layer: number };

export type CameraView = 'overview' | 'street' | 'close';

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
  | { readonly kind: 'open-help'; readonly open: boolean }
  | { readonly kind: 'dismiss-notice'; readonly notice: number };

export type Dispatch = (intent: Intent) => void;
