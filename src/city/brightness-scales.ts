import type { Display } from '#contract/control-message.ts';
import { commonRange } from '#view/common-range.ts';

/** Hooks in the order of the scale texture's rows and of `brightness` in the façade's shader. */
export const scaleHooks = ['attn.hook_z', 'mlp.hook_post', 'hook_resid_post'] as const;

/** Code that a magnitude has on a scale that ends at `hi`, not rounded (display-code.ts, CODE rules). */
export function codeOfMagnitude(magnitude: number, hi: number): number {
  return 1 + (126 * (Math.log10(magnitude / hi) + 5)) / 5;
}

/**
 * Where a code's light begins and how fast it grows: brightness = clamp((code − dark) × slope, 0, 1),
 * dark at the median and full at the 99.5th percentile of that hook and layer; with `common`, of
 * all layers together (median of the medians, largest of the percentiles).
 *
 * @returns RGBA32F texels [hook, layer, (dark, slope, 0, 0)].
 */
export function brightnessScales(display: Display, common: boolean): Float32Array<ArrayBuffer> {
  const layerCount = display.hooks.hook_resid_post.hi.length;
  const texelsArray = new Float32Array(scaleHooks.length * layerCount * 4);
  scaleHooks.forEach((hook, hookIndex) => {
    const { hi, brightness } = display.hooks[hook];
    const all = common ? commonRange(brightness) : undefined;
    for (let layer = 0; layer < layerCount; layer += 1) {
      const top = hi[layer] ?? 1;
      const [median, percentile] = all ?? brightness[layer] ?? [top / 10, top];
      const dark = Math.max(0, codeOfMagnitude(Math.max(median, 1e-30), top));
      const full = Math.max(dark + 1, codeOfMagnitude(Math.max(percentile, 1e-30), top));
      const first = (hookIndex * layerCount + layer) * 4;
      texelsArray[first] = dark;
      texelsArray[first + 1] = 1 / (full - dark);
    }
  });
  return texelsArray;
}

/** Brightness 0 … 1 of a display code's magnitude, as the shader computes it. */
export function brightnessOfCode(code: number, scales: Float32Array, scaleIndex: number): number {
  const magnitude = code & 127;
  if (magnitude === 0) return 0;
  const dark = scales[scaleIndex * 4] ?? 0;
  const slope = scales[scaleIndex * 4 + 1] ?? 0;
  return Math.min(1, Math.max(0, (magnitude - dark) * slope));
}
