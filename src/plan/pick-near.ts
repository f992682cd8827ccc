import type { Vec3 } from '#contract/preview.ts';
import { ballMiddleMetres, ballRadiusMetres } from './beam-ball.ts';
import { beamCoordinate, beamCurveLength, beamPoint } from './beam-curve.ts';
import { cityMeasures } from './city-measures.ts';
import type { CityPlan } from './city-plan.ts';
import type { Picked, PickScene } from './pick-scene.ts';
import type { PickableBeams } from './pickable-beams.ts';
import { towerX, towerZ } from './tower-place.ts';

/** Straight pieces that stand for a curve: on the longest ones a millimetre beside it. */
const pieceCount = 48;

/** What the search has found, of one curve and of all. Reused: hands reach in every frame. */
const nearest = { gap: 0, t: 0 };
const best = { index: -1, gap: 0, t: 0 };

/** The beam whose surface is nearest to a point and within reach. `distanceMetres` is from that surface. */
export function beamNear(
  point: Vec3,
  beams: PickableBeams,
  reachMetres: number,
): Picked | undefined {
  best.index = -1;
  best.gap = reachMetres;
  for (let index = 0; index < beams.count; index += 1) {
    if (!mayReach(point, beams, index) || !beams.isShown(index)) continue;
    nearest.gap = Infinity;
    measureCurve(point, beams.curves, index * beamCurveLength);
    const gap = Math.max(0, nearest.gap - (beams.radiiMetres[index] ?? 0));
    const isBetter = best.index < 0 ? gap <= best.gap : gap < best.gap;
    if (!isBetter) continue;
    best.index = index;
    best.gap = gap;
    best.t = nearest.t;
  }
  if (best.index < 0) return undefined;
  return {
    target: beams.targetOf(best.index),
    point: beamPoint(beams.curves, best.index * beamCurveLength, best.t),
    distanceMetres: best.gap,
  };
}

/** Whether a beam's surface can be as near as the best one: from outside its ball most cannot. */
function mayReach(point: Vec3, { curves, radiiMetres }: PickableBeams, index: number): boolean {
  const at = index * beamCurveLength;
  const x = ballMiddleMetres(curves, at, 0) - point.x;
  const y = ballMiddleMetres(curves, at, 1) - point.y;
  const z = ballMiddleMetres(curves, at, 2) - point.z;
  const reach = ballRadiusMetres(curves, at) + (radiiMetres[index] ?? 0) + best.gap;
  return x * x + y * y + z * z <= reach * reach;
}

function measureCurve(point: Vec3, curves: Float32Array, at: number): void {
  let x = beamCoordinate(curves, at, 0, 0) - point.x;
  let y = beamCoordinate(curves, at, 1, 0) - point.y;
  let z = beamCoordinate(curves, at, 2, 0) - point.z;
  for (let piece = 1; piece <= pieceCount; piece += 1) {
    const t = piece / pieceCount;
    const nextX = beamCoordinate(curves, at, 0, t) - point.x;
    const nextY = beamCoordinate(curves, at, 1, t) - point.y;
    const nextZ = beamCoordinate(curves, at, 2, t) - point.z;
    const dx = nextX - x;
    const dy = nextY - y;
    const dz = nextZ - z;
    const along = -(x * dx + y * dy + z * dz) / Math.max(dx * dx + dy * dy + dz * dz, 1e-12);
    const share = Math.min(1, Math.max(0, along));
    const gap = Math.hypot(x + dx * share, y + dy * share, z + dz * share);
    if (gap < nearest.gap) {
      nearest.gap = gap;
      nearest.t = (piece - 1 + share) / pieceCount;
    }
    x = nextX;
    y = nextY;
    z = nextZ;
  }
}

/** The layer of the floor that a point is in, or within reach of its wall; undefined beside all towers. */
export function floorNear(
  point: Vec3,
  scene: Pick<PickScene, 'plan' | 'risenLayers'>,
  reachMetres: number,
): number | undefined {
  const { floors, shape, shown }: CityPlan = scene.plan;
  const height = point.y - cityMeasures.plinthHeightMetres;
  if (height < 0) return undefined;
  const half = cityMeasures.towerMetres / 2 + reachMetres;
  for (const place of shown) {
    const x = towerX(place, point.x - place.x, point.z - place.z);
    const z = towerZ(place, point.x - place.x, point.z - place.z);
    if (Math.abs(x) > half || Math.abs(z) > half) continue;
    const risen = Math.min(scene.risenLayers(place.position), shape.layerCount);
    return height < floors.climbMetres(risen) ? floors.layerAt(height) : undefined;
  }
  return undefined;
}
