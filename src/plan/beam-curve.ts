import type { Vec3 } from '#contract/preview.ts';
import { attentionBaseMetres, cityMeasures } from './city-measures.ts';
import type { CityPlan } from './city-plan.ts';
import { cityPoint } from './city-plan.ts';
import { bayRect } from './facade-plan.ts';
import { faceNormal, faceYawRadians } from './face.ts';
import type { Face } from './face.ts';
import { billboardBaseMetres, signMeasures } from './sign-measures.ts';
import { directionFromTower } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

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
/** Inside the ring beams go overhead. */
const ringRiseMetres = 2.6;
/** A beam to its own tower still stands clear of the wall. */
const leastBowMetres = 0.16;
/** How far in front of the wall a beam begins: its tube must not cut the glass. */
const clearMetres = 0.02;
/** Bow and rise per metre of distance, for short beams. */
const bowShare = 0.2;
const riseShare = 0.04;
const ringRiseShare = 0.14;
/** Room between a roof's billboard and a beam that passes over it. */
const overRoofMetres = 0.4;
/** Where in its bay a beam arrives and leaves, as shares of the bay's width: so a tower's beam to itself has two ends. */
const keyShare = 0.32;
const queryShare = 0.68;

/** Writes a beam's curve into `out` from `offset` on. Returns false when one of its towers is not shown. */
export function writeBeamCurve(
  out: Float32Array,
  offset: number,
  ends: BeamEnds,
  plan: CityPlan,
): boolean {
  const docks = beamDocks(ends, plan);
  if (!docks) return false;
  const { key, query } = docks;
  const distance = Math.hypot(query.at.x - key.at.x, query.at.z - key.at.z);
  // Beams of neighbouring heads between the same two towers bow a little differently.
  const fan = 0.85 + (0.3 * (ends.head + 0.5)) / plan.shape.headCount;
  const bow = leastBowMetres + levelOff(distance * bowShare * fan, farthestBowMetres * fan);
  const rise = riseMetres(docks, plan, fan);

  writePoint(out, offset, key.at);
  // The middle of a quadratic curve lies half-way between its chord and its control point.
  out[offset + 3] = (key.at.x + query.at.x) / 2 + (key.out.x + query.out.x) * bow;
  out[offset + 4] = (key.at.y + query.at.y) / 2 + 2 * rise;
  out[offset + 5] = (key.at.z + query.at.z) / 2 + (key.out.z + query.out.z) * bow;
  writePoint(out, offset + 6, query.at);
  return true;
}

function writePoint(out: Float32Array, offset: number, { x, y, z }: Vec3): void {
  out[offset] = x;
  out[offset + 1] = y;
  out[offset + 2] = z;
}

/** How high the middle of a beam stands above its ends. */
function riseMetres({ key, query }: BeamDocks, plan: CityPlan, fan: number): number {
  const distance = Math.hypot(query.at.x - key.at.x, query.at.z - key.at.z);
  if (plan.layout === 'ring') return levelOff(distance * ringRiseShare * fan, ringRiseMetres * fan);
  const across = query.at.z - key.at.z;
  if (across < cityMeasures.rowMetres) return levelOff(distance * riseShare, highestRiseMetres);
  // Over the roofs of the rows between: the first and the last of them are passed lowest.
  const share = (cityMeasures.rowMetres - cityMeasures.plinthMetres) / across;
  const top = billboardBaseMetres(plan) + signMeasures.billboardHeightMetres + overRoofMetres;
  return ((top - key.at.y) * fan * 1.18) / (4 * share * (1 - share));
}

interface BeamDock {
  readonly at: Vec3;
  /** Out of the wall. */
  readonly out: Vec3;
}

interface BeamDocks {
  readonly key: BeamDock;
  readonly query: BeamDock;
}

/** Where a beam leaves and arrives; undefined when one of its towers is not shown. */
function beamDocks(ends: BeamEnds, plan: CityPlan): BeamDocks | undefined {
  const key = plan.towers[ends.key];
  const query = plan.towers[ends.query];
  if (!key || !query) return undefined;
  const face = keyFace(key, query);
  return {
    key: dock(ends, plan, { place: key, face, share: keyShare }),
    query: dock(ends, plan, { place: query, face: 'street', share: queryShare }),
  };
}

/** To a row behind, a beam leaves from the back: every wall shows the same numbers. */
function keyFace(key: TowerPlace, query: TowerPlace): Face {
  return key.yawRadians === query.yawRadians && query.z > key.z ? 'back' : 'street';
}

function dock(
  { layer, head }: BeamEnds,
  plan: CityPlan,
  wall: { readonly place: TowerPlace; readonly face: Face; readonly share: number },
): BeamDock {
  const { place, face, share } = wall;
  const { left, right } = bayRect(head, plan.shape, face);
  const at = cityPoint(plan, {
    position: place.position,
    layer,
    face,
    u: left + (right - left) * share,
    v: attentionBaseMetres + cityMeasures.storeyMetres / 2,
    out: clearMetres,
  });
  return { at, out: directionFromTower(place, faceNormal(face)) };
}

/** Where the wall looks that a beam leaves or arrives at, clockwise as seen from above; 0: to −z. */
export function beamFacing(
  { key, query }: BeamEnds,
  end: 'key' | 'query',
  { towers }: CityPlan,
): number {
  const [from, to] = [towers[key], towers[query]];
  if (!from || !to) return 0;
  if (end === 'query') return to.yawRadians;
  return from.yawRadians + faceYawRadians(keyFace(from, to));
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
