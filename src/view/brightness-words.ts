import type { StoreState } from '#store/read.ts';
import { shortNumber } from './number-words.ts';

/**
 * What a lit window stands for, with the numbers of the current display: the scale is fixed per
 * model (SPEC.md, CAL3) and goes from the median, dark, to the 99.5th percentile, full.
 */
export function brightnessWords({ hello, settings, cursor }: StoreState): string {
  if (!hello) return 'Nothing is lit yet.';
  const scale =
    'Brightness is |value| on a log scale, from the median, dark, to the 99.5th percentile, full, of the calibration text';
  const layer = Math.max(0, settings.isolatedLayer ?? cursor.layer);
  const hooks = ['attn.hook_z', 'mlp.hook_post', 'hook_resid_post'] as const;
  if (settings.commonScale) {
    return `${scale}, one scale for all layers: floors and moments can be compared.`;
  }
  const ranges = hooks.map((hook) => {
    const [dark = 0, full = 0] = hello.display.hooks[hook].brightness[layer] ?? [];
    return `${hook} ${shortNumber(dark)} to ${shortNumber(full)}`;
  });
  return `${scale}, a scale of its own for each layer: it compares tokens and moments on one floor. On layer ${String(layer)}: ${ranges.join(', ')}.`;
}
