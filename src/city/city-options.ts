import type { Preview } from '#contract/preview.ts';
import type { ReadableStore } from '#store/read.ts';
import type { CreateCityPart } from './city-part.ts';
import type { ViewInsets } from './free-view.ts';
import type { LabelOptions } from './labels.ts';

export interface CityOptions {
  readonly canvas: HTMLCanvasElement;
  readonly store: ReadableStore;
  readonly preview: Preview;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMillis: () => number;
  readonly reducedMotion: () => boolean;
  /** See `LabelOptions`; without it panes show what their display codes say. */
  readonly requestValues?: LabelOptions['requestValues'];
  /** What of the canvas panels cover now; views are composed for what they leave free. */
  readonly insets?: () => ViewInsets;
  /** What else moves with the city's frames. */
  readonly parts?: readonly CreateCityPart[];
}
