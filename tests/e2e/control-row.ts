import type { Intent } from '#contract/intent.ts';
import type { RegionName } from './city-regions.ts';
import type { Act } from './control-acts.ts';

/**
 * One control: how it is used with the mouse and with keys, what the outline says then, and which
 * part of the picture differs. `region` is left out only for what shows nowhere in the city.
 */
export interface ControlRow {
  readonly name: string;
  /** What must be so before, beside the usual. */
  readonly before?: readonly Intent[];
  readonly mouse: Act;
  readonly keys: Act;
  /** Key of the outline's sentence that tells of it, and what it says afterwards. */
  readonly says: readonly [key: string, words: RegExp];
  readonly region?: RegionName;
  /** What the picture itself cannot show: why. */
  readonly unseen?: string;
}
