import type { ModelShape } from '#contract/model-shape.ts';
import type { Vec3 } from '#contract/preview.ts';
import { floorBaseMetres, towerMiddleMetres } from './avenue-plan.ts';
import { attentionBaseMetres, cityMeasures } from './city-measures.ts';
import { bayRect } from './facade-plan.ts';

/** One attention weight: information flows from the key's position to the query's. */
export interface BeamEnds {
  readonly layer: number;
  readonly head: number;
  readonly query: number;
  readonly key: number;
}

/**
 * Numbers of one beam's curve: start, control point and end of a quadratic Bézier curve, city
 * metres, as [x, y, z] each. Parameter 0 is the key's bay, 1 the query's. The shader is given these
 * very points, so that what is drawn and what is picked cannot differ.
 */
export const beamCurveLength = 9;

/** Metres the middle of a curve stands in front of the façade and above its ends, for long beams. */
const farthestBowMetres = 5.2;
const highestRiseMetres = 1.1;
/** A beam to its own tower still stands clear of the wall. */
const leastBowMetres = 0.16;
/** How far in front of the wall a beam begins: its tube must not cut the glass. */
const clearMetres = 0.02;
/** Bow and rise per metre of distance, for short beams. */
const bowShare = 0.2;
const riseShare = 0.04;
/** Where in its bay a beam arrives and leaves, as shares of the bay's width: so a tower's beam to itself has two ends. */
const keyShare = 0.32;
const queryShare = 0.68;

/** Writes the curve of a beam on the street side of the avenue into `out` from `offset` on. */
export function writeBeamCurve(
  out: Float32Array,
  offset: number,
  ends: BeamEnds,
  shape: ModelShape,
): void {
  const bay = bayRect(ends.head, shape, 'street');
  const wallLeft = -cityMeasures.towerMetres / 2;
  const width = bay.right - bay.left;
  const keyX = towerMiddleMetres(ends.key) + wallLeft + bay.left + width * keyShare;
  const queryX = towerMiddleMetres(ends.query) + wallLeft + bay.left + width * queryShare;
  const y = floorBaseMetres(ends.layer) + attentionBaseMetres + cityMeasures.storeyMetres / 2;
  const z = wallLeft - clearMetres;

  const distance = Math.abs(queryX - keyX);
  // Beams of neighbouring heads between the same two towers bow a little differently.
  const fan = 0.85 + (0.3 * (ends.head + 0.5)) / shape.headCount;
  const bow = leastBowMetres + levelOff(distance * bowShare * fan, farthestBowMetres * fan);
  const rise = levelOff(distance * riseShare, highestRiseMetres);

  out[offset] = keyX;
  out[offset + 1] = y;
  out[offset + 2] = z;
  // The middle of a quadratic curve lies half-way between its chord and its control point.
  out[offset + 3] = (keyX + queryX) / 2;
  out[offset + 4] = y + 2 * rise;
  out[offset + 5] = z - 2 * bow;
  out[offset + 6] = queryX;
  out[offset + 7] = y;
  out[offset + 8] = z;
}

/** Grows like `value` at first and never passes `limit`. */
function levelOff(value: number, limit: number): number {
  return limit * (1 - Math.exp(-value / limit));
}

/** One coordinate (axis 0 … 2) at parameter `t` of the curve that starts at `offset`. */
export function beamCoordinate(
  curves: Float32Array,
  offset: number,
  axis: number,
  t: number,
): number {
  const start = curves[offset + axis] ?? 0;
  const control = curves[offset + 3 + axis] ?? 0;
  const end = curves[offset + 6 + axis] ?? 0;
  return (1 - t) * (1 - t) * start + 2 * t * (1 - t) * control + t * t * end;
}

/** The point at parameter `t` of the curve that starts at `offset`. */
export function beamPoint(curves: Float32Array, offset: number, t: number): Vec3 {
  return {
    x: beamCoordinate(curves, offset, 0, t),
    y: beamCoordinate(curves, offset, 1, t),
    z: beamCoordinate(curves, offset, 2, t),
  };
}

/** How far the curve bends: |start − 2 control + end|, metres. n chords stray by a 4n²th of it. */
export function beamBend(curves: Float32Array, offset: number): number {
  return Math.hypot(
    secondDifference(curves, offset),
    secondDifference(curves, offset + 1),
    secondDifference(curves, offset + 2),
  );
}

function secondDifference(curves: Float32Array, at: number): number {
  return (curves[at] ?? 0) - 2 * (curves[at + 3] ?? 0) + (curves[at + 6] ?? 0);
}

/** Radius of a beam's tube, metres: its area grows with the weight, so that thickness can be compared. */
export function beamRadiusMetres(weight: number): number {
  return 0.005 + 0.025 * Math.sqrt(Math.min(1, Math.max(0, weight)));
}
