import type { Display } from '#contract/control-message.ts';
import type { LayerSite } from '#contract/hook-site.ts';
import type { StoreState } from '#store/read.ts';
import { commonRange } from '#view/common-range.ts';
import { exactNumber, shortNumber } from '#view/number-words.ts';
import type { BoardScale } from './board.ts';

/** A scale, and the sentence that tells it. */
export interface ToldScale {
  readonly scale: BoardScale;
  readonly words: string;
}

/** Hooks whose single values the calibration measured in their own units. */
const calibrated: ReadonlySet<string> = new Set([
  'attn.hook_z',
  'mlp.hook_post',
] satisfies (keyof Display['hooks'])[]);

/**
 * How single values of a site are lit: by the model's fixed scale where there is one (SPEC.md, CAL3),
 * else from this row's median magnitude to its largest.
 */
export function valueScale(
  { hello, settings }: StoreState,
  site: LayerSite,
  layer: number,
  row: Float32Array,
): ToldScale {
  if (hello && calibrated.has(site)) {
    const { valueBrightness } = hello.display.hooks[site as keyof Display['hooks']];
    const own = valueBrightness[layer] ?? [0, 0];
    const [dark, full] = settings.commonScale ? commonRange(valueBrightness) : own;
    return {
      scale: { kind: 'log', dark, full },
      words: `Light is |value| on a log scale: dark at ${exactNumber(dark)}, the median, full at ${exactNumber(full)}, the 99.5th percentile, of the calibration text${settings.commonScale ? ', one scale for all layers' : ''}.`,
    };
  }
  const magnitudes = finiteMagnitudes(row);
  const full = magnitudes.at(-1) ?? 0;
  const dark = Math.max(magnitudes[Math.floor(magnitudes.length / 2)] ?? 0, full * 1e-3);
  return {
    scale: { kind: 'log', dark, full },
    words: `Light is |value| on a log scale: dark at ${shortNumber(dark)}, this row’s median, full at ${shortNumber(full)}, its largest.`,
  };
}

/** Bars from nothing to the largest magnitude among them. */
export function barScale(values: Float32Array): ToldScale {
  const full = finiteMagnitudes(values).at(-1) ?? 0;
  return {
    scale: { kind: 'linear', full },
    words: `Bars are linear; the longest is ${shortNumber(full)}.`,
  };
}

/** Rising. */
function finiteMagnitudes(values: Float32Array): Float32Array {
  return values
    .map(Math.abs)
    .filter((magnitude) => magnitude < Infinity)
    .sort();
}
