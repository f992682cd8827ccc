import type { CameraPose } from '#contract/preview.ts';
import { cameraAxes, viewSlopes } from './camera-lens.ts';
import type { CanvasSize } from './camera-lens.ts';
import { add, length, scale, subtract } from './vector.ts';

/** How far the page's panels reach over the canvas, CSS pixels from its upper and lower edge. */
export interface ViewInsets {
  readonly top: number;
  readonly bottom: number;
}

export const noInsets: ViewInsets = { top: 0, bottom: 0 };

/** Panels may take at most that share of the height; what they take beyond is covered. */
const largestShare = 0.6;

/**
 * A pose composed for the whole canvas, changed for the part that panels leave free: its middle
 * moves to the free part's middle, and what should be seen whole is seen from so much farther away.
 */
export function fittedIntoFree(
  pose: CameraPose,
  view: { readonly size: CanvasSize; readonly insets: ViewInsets; readonly isWhole: boolean },
): CameraPose {
  const { size, insets, isWhole } = view;
  const covered = insets.top + insets.bottom;
  if (covered === 0 || size.height <= 0) return pose;
  const freeHeight = Math.max(size.height - covered, size.height * (1 - largestShare));
  const away = subtract(pose.position, pose.target);
  const fittedAway = isWhole ? scale(away, size.height / freeHeight) : away;
  const metresPerPixel = (2 * viewSlopes(size).up * length(fittedAway)) / size.height;
  // The eye goes down for the picture to go up.
  const down = ((insets.top - insets.bottom) / 2) * metresPerPixel;
  const step = scale(cameraAxes(pose).up, down);
  const target = add(pose.target, step);
  return { position: add(target, fittedAway), target };
}
