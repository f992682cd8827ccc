import type { ModelShape } from '#contract/model-shape.ts';
import type { LinearRgb } from '#kit/oklch.ts';
import type { BoardHue } from '#view/exhibit/board.ts';
import { headPalette } from '#view/head-palette.ts';

/** Linear light at full brightness, alike in luminance (city.md: attention cool, feed-forward warm …). */
const hues: Readonly<Record<Exclude<BoardHue['kind'], 'head'>, LinearRgb>> = {
  attention: [0.1, 0.5, 1],
  'feed-forward': [1, 0.46, 0.1],
  residual: [0.72, 0.8, 0.92],
  lens: [1, 0.24, 0.6],
  prediction: [1, 0.66, 0.16],
};

/** What a board's light is the colour of, linear. */
export function exhibitHue(hue: BoardHue, model: ModelShape | undefined): LinearRgb {
  if (hue.kind !== 'head') return hues[hue.kind];
  return (model && headPalette(model)[hue.head]?.linear) ?? hues.attention;
}
