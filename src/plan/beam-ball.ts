import { beamBend } from './beam-curve.ts';

/** Middle between a curve's ends along an axis (0 … 2): the middle of the ball the curve lies in. */
export function ballMiddleMetres(curves: Float32Array, offset: number, axis: number): number {
  return ((curves[offset + axis] ?? 0) + (curves[offset + 6 + axis] ?? 0)) / 2;
}

/**
 * Radius of that ball: it reaches to the ends and to the control point, and so holds the whole curve
 * that starts at `offset`.
 */
export function ballRadiusMetres(curves: Float32Array, offset: number): number {
  const toEnd = Math.hypot(
    half(curves, offset),
    half(curves, offset + 1),
    half(curves, offset + 2),
  );
  // From the middle of the ends to the control point: half of what the curve bends.
  return Math.max(toEnd, beamBend(curves, offset) / 2);
}

function half(curves: Float32Array, at: number): number {
  return ((curves[at + 6] ?? 0) - (curves[at] ?? 0)) / 2;
}
