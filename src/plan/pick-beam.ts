import type { Ray } from '#contract/preview.ts';
import { ballMiddleMetres, ballRadiusMetres } from './beam-ball.ts';
import { beamBend, beamCoordinate, beamCurveLength, beamPoint } from './beam-curve.ts';
import type { Picked } from './pick-scene.ts';
import type { PickableBeams } from './pickable-beams.ts';

export interface BeamPickLimits {
  readonly toleranceRadians: number;
  readonly farthestMetres: number;
}

/** What the search has found so far. One record, reused: a pointer moves often. */
const best = { index: -1, t: 0, distance: 0, angle: 0 };
const chord = { distance: 0, gap: 0, share: 0 };

/** Metres a straight piece may lie beside the curve it stands for. */
const flatness = 0.003;
const mostPieces = 64;

/**
 * The beam whose surface passes nearest to the ray in angle; of several that the ray meets, the
 * nearest to its origin.
 */
export function pickBeam(
  ray: Ray,
  beams: PickableBeams,
  limits: BeamPickLimits,
): Picked | undefined {
  best.index = -1;
  best.angle = limits.toleranceRadians;
  best.distance = limits.farthestMetres;
  for (let index = 0; index < beams.count; index += 1) {
    if (mayMeet(ray, beams, index, limits) && beams.isShown(index)) {
      testBeam(ray, beams, index, limits.farthestMetres);
    }
  }
  if (best.index < 0) return undefined;
  return {
    target: beams.targetOf(best.index),
    point: beamPoint(beams.curves, best.index * beamCurveLength, best.t),
    distanceMetres: best.distance,
  };
}

/** Whether the ray passes the ball that the whole curve lies in. */
function mayMeet(ray: Ray, beams: PickableBeams, index: number, limits: BeamPickLimits): boolean {
  const { origin, direction } = ray;
  const at = index * beamCurveLength;
  const dx = ballMiddleMetres(beams.curves, at, 0) - origin.x;
  const dy = ballMiddleMetres(beams.curves, at, 1) - origin.y;
  const dz = ballMiddleMetres(beams.curves, at, 2) - origin.z;
  const ball = ballRadiusMetres(beams.curves, at) + (beams.radiiMetres[index] ?? 0);
  const along = dx * direction.x + dy * direction.y + dz * direction.z;
  if (along < -ball || along - ball > limits.farthestMetres) return false;
  const beside = Math.sqrt(Math.max(0, dx * dx + dy * dy + dz * dz - along * along));
  return beside <= ball + limits.toleranceRadians * (along + ball);
}

function testBeam(ray: Ray, beams: PickableBeams, index: number, farthest: number): void {
  const { curves } = beams;
  const at = index * beamCurveLength;
  const radius = beams.radiiMetres[index] ?? 0;
  const pieces = pieceCount(curves, at);
  let x = beamCoordinate(curves, at, 0, 0);
  let y = beamCoordinate(curves, at, 1, 0);
  let z = beamCoordinate(curves, at, 2, 0);
  for (let piece = 1; piece <= pieces; piece += 1) {
    const t = piece / pieces;
    const nextX = beamCoordinate(curves, at, 0, t);
    const nextY = beamCoordinate(curves, at, 1, t);
    const nextZ = beamCoordinate(curves, at, 2, t);
    measureChord(ray, x, y, z, nextX - x, nextY - y, nextZ - z);
    const angle = Math.max(0, chord.gap - radius) / Math.max(chord.distance, 1e-6);
    if (chord.distance > 0 && chord.distance <= farthest && isBetter(angle)) {
      best.index = index;
      best.angle = angle;
      best.distance = chord.distance;
      best.t = (piece - 1 + chord.share) / pieces;
    }
    x = nextX;
    y = nextY;
    z = nextZ;
  }
}

function isBetter(angle: number): boolean {
  if (angle < best.angle) return true;
  return angle === 0 && best.angle === 0 && chord.distance < best.distance;
}

/** Chords that keep within `flatness` of the curve. */
function pieceCount(curves: Float32Array, at: number): number {
  const pieces = Math.ceil(Math.sqrt(beamBend(curves, at) / (4 * flatness)));
  return Math.min(mostPieces, Math.max(4, pieces));
}

/**
 * Closest approach of a ray and a straight piece (Ericson, Real-Time Collision Detection, 5.1.9),
 * written into `chord`: distance along the ray, gap between the two, share along the piece.
 */
// eslint-disable-next-line max-params -- a vector object per piece would be garbage per pointer move
function measureChord(
  ray: Ray,
  x: number,
  y: number,
  z: number,
  dx: number,
  dy: number,
  dz: number,
): void {
  const { origin, direction } = ray;
  const rx = x - origin.x;
  const ry = y - origin.y;
  const rz = z - origin.z;
  const lengthSquared = dx * dx + dy * dy + dz * dz;
  const cosine = dx * direction.x + dy * direction.y + dz * direction.z;
  const onPiece = dx * rx + dy * ry + dz * rz;
  const onRay = direction.x * rx + direction.y * ry + direction.z * rz;
  const across = lengthSquared - cosine * cosine;
  let share = across > 1e-12 ? (cosine * onRay - onPiece) / across : 0;
  share = Math.min(1, Math.max(0, share));
  chord.distance = onRay + share * cosine;
  chord.share = share;
  chord.gap = Math.hypot(
    rx + dx * share - direction.x * chord.distance,
    ry + dy * share - direction.y * chord.distance,
    rz + dz * share - direction.z * chord.distance,
  );
}
