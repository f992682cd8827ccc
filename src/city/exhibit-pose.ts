import type { CameraPose, Vec3 } from '#contract/preview.ts';
import { pointOnExhibit } from '#plan/exhibit-frame.ts';
import type { ExhibitFrame } from '#plan/exhibit-frame.ts';
import type { ExhibitStand } from '#plan/exhibit-stand.ts';
import { cameraAxes, viewSlopes } from './camera-lens.ts';
import type { CanvasSize } from './camera-lens.ts';
import type { ViewInsets } from './free-view.ts';
import { add, dot, normalize, scale, subtract, vec3 } from './vector.ts';

/** A plane that lies flat is looked at from above, but never straight down: the towers stand behind it. */
const steepestRadians = 1.15;
/** Kept free around it, as a share of the free part's width and height. */
const margin = 0.03;
/** On a wide page the panel's head stands in the corners of the city, which views may reach into; text may not. */
const headPixels = 112;
/** Panels may take at most that share of the height; what they take beyond is covered. */
const largestShare = 0.7;

/** The pose that shows an exhibit as large as panels leave room for, straight on. */
export function exhibitPose(
  { plan, frame, surroundings }: ExhibitStand,
  size: CanvasSize,
  insets: ViewInsets,
): CameraPose {
  const corners = [0, plan.width].flatMap((right) =>
    [0, plan.height].map((up) => pointOnExhibit(frame, right, up)),
  );
  const towardsEye = sightLine(frame);
  const axes = cameraAxes({ position: towardsEye, target: vec3(0, 0, 0) });
  const middle = pointOnExhibit(frame, plan.width / 2, plan.height / 2);
  const seen = [...corners, ...surroundings].map((point) => {
    const away = subtract(point, middle);
    return { x: dot(away, axes.right), y: dot(away, axes.up), nearer: dot(away, towardsEye) };
  });
  const free = freeSlopes(size, insets);
  const across = fit(
    seen.map(({ x, nearer }) => [x, nearer] as const),
    -free.across,
    free.across,
  );
  const upward = fit(
    seen.map(({ y, nearer }) => [y, nearer] as const),
    free.bottom,
    free.top,
  );
  const metres = Math.max(across.least, upward.least);
  const shift = add(
    scale(axes.right, across.middleAt(metres)),
    scale(axes.up, upward.middleAt(metres)),
  );
  const target = add(middle, shift);
  return { position: add(target, scale(towardsEye, metres)), target };
}

/** From the exhibit to the eye: along its normal, as far as that does not lead overhead. */
function sightLine({ normal, up }: ExhibitFrame): Vec3 {
  const lying = Math.hypot(normal.x, normal.z) < 0.02;
  const flat = lying ? vec3(-up.x, 0, -up.z) : vec3(normal.x, 0, normal.z);
  const level = normalize(flat);
  const rise = Math.min(steepestRadians, Math.asin(Math.min(1, Math.max(0, normal.y))));
  return add(scale(level, Math.cos(rise)), vec3(0, Math.sin(rise), 0));
}

/** What is free of the view, as slopes from the line of sight. */
function freeSlopes(
  size: CanvasSize,
  insets: ViewInsets,
): { readonly across: number; readonly bottom: number; readonly top: number } {
  const slopes = viewSlopes(size);
  const head = Math.max(insets.top, insets.bottom > 0 ? headPixels : 0);
  const covered = Math.max(1e-6, head + insets.bottom);
  const kept = Math.min(1, (largestShare * size.height) / covered);
  const perPixel = (2 * slopes.up) / Math.max(1, size.height);
  const top = slopes.up - head * kept * perPixel;
  const bottom = insets.bottom * kept * perPixel - slopes.up;
  const room = margin * (top - bottom);
  return { across: slopes.across * (1 - 2 * margin), bottom: bottom + room, top: top - room };
}

/**
 * How far the eye must stand for all points to lie between two slopes in one direction, and how far
 * it then stands aside. A point at `along`, `nearer` metres before the middle's depth, is seen at the
 * slope (along − aside) / (distance − nearer).
 */
function fit(
  points: readonly (readonly [along: number, nearer: number])[],
  low: number,
  high: number,
): { readonly least: number; readonly middleAt: (metres: number) => number } {
  const most = Math.max(...points.map(([along, nearer]) => along + high * nearer));
  const fewest = Math.min(...points.map(([along, nearer]) => along + low * nearer));
  return {
    least: (most - fewest) / (high - low),
    middleAt: (metres) => (most + fewest - (high + low) * metres) / 2,
  };
}
