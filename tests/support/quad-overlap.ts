/** A point of the canvas, CSS pixels. */
export interface CanvasSpot {
  readonly x: number;
  readonly y: number;
}

/**
 * Area two convex quadrilaterals share, square pixels (Sutherland and Hodgman's clipping, 1974).
 * Corners in order, either way round.
 */
export function overlapArea(a: readonly CanvasSpot[], b: readonly CanvasSpot[]): number {
  const clip = signedArea(b) < 0 ? b.toReversed() : b;
  let left = a;
  for (const [index, from] of clip.entries()) {
    const to = clip[(index + 1) % clip.length] ?? from;
    left = cut(left, from, to);
    if (left.length === 0) return 0;
  }
  return Math.abs(signedArea(left));
}

function signedArea(points: readonly CanvasSpot[]): number {
  let area = 0;
  for (const [index, point] of points.entries()) {
    const next = points[(index + 1) % points.length] ?? point;
    area += point.x * next.y - next.x * point.y;
  }
  return area / 2;
}

/** What lies to the left of the line from `from` to `to`. */
function cut(points: readonly CanvasSpot[], from: CanvasSpot, to: CanvasSpot): CanvasSpot[] {
  const side = (p: CanvasSpot): number =>
    (to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x);
  return points.flatMap((point, index) => {
    const next = points[(index + 1) % points.length] ?? point;
    const [here, there] = [side(point), side(next)];
    const kept = here >= 0 ? [point] : [];
    if (here >= 0 === there >= 0) return kept;
    const share = here / (here - there);
    return [
      ...kept,
      { x: point.x + (next.x - point.x) * share, y: point.y + (next.y - point.y) * share },
    ];
  });
}
