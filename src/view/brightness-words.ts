import type { Display } from '#contract/control-message.ts';
import type { StoreState } from '#store/read.ts';
import { commonRange } from './common-range.ts';
import { exactNumber } from './number-words.ts';

type Hook = keyof Display['hooks'];

/** Windows of the city, in the order they are told, and the true name of what they show. */
export const litHooks: readonly (readonly [hook: Hook, windows: string, name: string])[] = [
  ['attn.hook_z', 'attention windows', 'attn.hook_z'],
  ['mlp.hook_post', 'feed-forward windows', 'mlp.hook_post'],
  // [OV3] What the next layer sees of it.
  ['hook_resid_post', 'spine windows', 'hook_resid_post ÷ its RMS'],
];

export interface LightScale {
  /** Where it holds: “layer 12” or “all layers”. */
  readonly place: string;
  /** For each of `litHooks`, the |value| at which its windows are dark and at which they are full. */
  readonly ranges: readonly (readonly [dark: string, full: string])[];
  /** How the hash of the calibration text begins. */
  readonly calibration: string;
}

/**
 * The numbers windows are lit by now, on the isolated layer or else on the cursor's: the scale is
 * fixed per model and goes from the median to the 99.5th percentile (SPEC.md, CAL3).
 */
export function lightScale({ hello, settings, cursor }: StoreState): LightScale | undefined {
  if (!hello) return undefined;
  const { hooks, calibration } = hello.display;
  const layer = Math.max(0, settings.isolatedLayer ?? cursor.layer);
  return {
    place: settings.commonScale ? 'all layers' : `layer ${String(layer)}`,
    ranges: litHooks.map(([hook]) => {
      const { brightness } = hooks[hook];
      const own = brightness[layer] ?? [0, 0];
      const [dark, full] = settings.commonScale ? commonRange(brightness) : own;
      return [exactNumber(dark), exactNumber(full)];
    }),
    calibration: `${calibration.slice(0, 8)}…`,
  };
}

/** What a lit window stands for, with the numbers in force, in one breath. */
export function brightnessWords(state: StoreState): string {
  const scale = lightScale(state);
  if (!scale) return 'Nothing is lit yet.';
  const ranges = litHooks.map(([, windows], index) => {
    const [dark = '', full = ''] = scale.ranges[index] ?? [];
    return `${windows} dark at ${dark}, full at ${full}`;
  });
  const reach = state.settings.commonScale
    ? 'one scale for all layers: floors and moments can be compared'
    : 'a scale of its own for each layer: it compares tokens and moments on one floor';
  return `Brightness is |value| on a log scale, from the median, dark, to the 99.5th percentile, full, of the calibration text ${scale.calibration}, ${reach}. On ${scale.place}: ${ranges.join('; ')}.`;
}
