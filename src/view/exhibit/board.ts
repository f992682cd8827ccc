import type { Target } from '#contract/intent.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import type { ValuesAddress } from '#view/hover-model.ts';

/** How a value becomes light (heat) or length (bars): 0 … 1 of its magnitude. */
export type BoardScale =
  /** A share of one; light ∝ √share, so that small shares are seen. */
  | { readonly kind: 'share' }
  /** |value| on a log scale from dark to full. */
  | { readonly kind: 'log'; readonly dark: number; readonly full: number }
  /** |value| from 0 to full. */
  | { readonly kind: 'linear'; readonly full: number };

/** What a board's light is the colour of. */
export type BoardHue =
  | { readonly kind: 'head'; readonly head: number }
  | { readonly kind: 'attention' | 'feed-forward' | 'residual' | 'lens' | 'prediction' };

/**
 * One chart of an exhibit: numbers in rows and columns, as cells (heat) or as bars from a middle
 * line. The picture, the page and the outline all show this very thing.
 */
export interface Board {
  /** Stable while the same thing is shown: `pattern-4`, `resid`, `neurons`. Unique in its exhibit. */
  readonly key: string;
  /** What belongs together stands together, in the order in which groups first occur. */
  readonly group: string;
  /** A few words above it in the picture. */
  readonly title: string;
  /** One plain sentence: what it shows and its main finding, with numbers. */
  readonly sentence: string;
  /** TransformerLens name with what is chosen of it. */
  readonly name: string;
  readonly status: 'REAL' | 'DERIVED';
  /** How it was made: a formula for what is derived; how brightness is scaled. */
  readonly made: string;
  readonly chart: 'heat' | 'bars';
  /** [rowCount, columnCount], row 0 on top; NaN where there is nothing (a key after its query). */
  readonly values: Float32Array;
  readonly rowCount: number;
  readonly columnCount: number;
  /** Names of single rows and columns, short, for the picture's margins. Empty: not written. */
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  readonly scale: BoardScale;
  readonly hue: BoardHue;
  /** What a cell is; undefined where there is nothing. */
  readonly targetAt: (row: number, column: number) => Target | undefined;
  /** The cell that shows a target, as row × columnCount + column; −1 when none does. */
  readonly cellOf: (target: Target) => number;
  /** Said in place of the cells while they are not here or cannot be had. */
  readonly missing: string | undefined;
}

/** Rows an exhibit would show better with. */
export interface ValuesWish extends Omit<ValuesAddress, 'position'> {
  readonly positions: readonly number[];
}

/** Neurons whose output directions, as words of the vocabulary, an exhibit would name them by. */
export interface DirectionWish {
  readonly layer: number;
  readonly neurons: readonly number[];
}

/** What stands open at a place of the model. */
export interface Exhibit {
  readonly place: Exclude<ZoomPlace, { readonly level: 'model' }>;
  readonly title: string;
  /** What one sees here, in one plain sentence. */
  readonly sentence: string;
  /** Further sentences, each of its own: what is left out, what is approximate, what to know. */
  readonly notes: readonly string[];
  readonly boards: readonly Board[];
  readonly wishes: readonly ValuesWish[];
  readonly directionWishes?: readonly DirectionWish[];
}

/** 0 … 1: how bright a cell is, or how long its bar, by the board's scale; 0 for NaN. */
export function boardLight(scale: BoardScale, value: number): number {
  const magnitude = Math.abs(value);
  if (!(magnitude > 0)) return 0;
  switch (scale.kind) {
    case 'share':
      return Math.min(1, Math.sqrt(magnitude));
    case 'linear':
      return scale.full > 0 ? Math.min(1, magnitude / scale.full) : 0;
    case 'log': {
      if (!(scale.full > scale.dark) || scale.dark <= 0) return magnitude >= scale.full ? 1 : 0;
      const share = Math.log(magnitude / scale.dark) / Math.log(scale.full / scale.dark);
      return Math.min(1, Math.max(0, share));
    }
  }
}
