import type { Vec3 } from '#contract/preview.ts';
import { cityMeasures } from './city-measures.ts';
import type { CityPlan } from './city-plan.ts';
import { cityX, cityZ } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

/**
 * A column of signs beside a tower, one per floor. It hangs on the tower's outline as the eye sees
 * it and turns with the eye, so that a sign never stands before its own tower's windows.
 */
export interface SignColumn {
  /** The tower's edge the signs hang on, in the ground plane. */
  cornerX: number;
  cornerZ: number;
  /** Unit vector to the right as the eye sees it, in the ground plane. */
  rightX: number;
  rightZ: number;
  /** 1: signs reach to the right of the edge; −1: to the left. */
  side: 1 | -1;
  /** Metres beside the edge until the next tower begins, Infinity where none stands. */
  roomMetres: number;
}

export function emptySignColumn(): SignColumn {
  return { cornerX: 0, cornerZ: 0, rightX: 1, rightZ: 0, side: 1, roomMetres: 0 };
}

/** Half the width of what can hide a sign: the wall with its spine standing out. */
const halfMetres = cityMeasures.towerMetres / 2 + cityMeasures.spineReliefMetres;
/** Nearer than this in front of the eye, or behind it, nothing is measured. */
const nearMetres = 0.05;

export interface SignPlace {
  readonly position: number;
  /** Towers that stand, from the first: where none stands yet there is room. */
  readonly standingCount: number;
  /** Taken when it has room for `neededMetres`, or more room than the other side. */
  readonly preferredSide: 1 | -1;
  readonly neededMetres: number;
}

/**
 * Writes where the column hangs for this eye. Returns false, with `out` as it was, where the tower
 * is not shown or the eye stands in or above it and there is no beside.
 */
export function writeSignColumn(
  out: SignColumn,
  plan: CityPlan,
  eye: Vec3,
  asked: SignPlace,
): boolean {
  const tower = plan.towers[asked.position];
  if (!tower) return false;
  const towardX = tower.x - eye.x;
  const towardZ = tower.z - eye.z;
  const distance = Math.hypot(towardX, towardZ);
  if (distance < halfMetres * Math.SQRT2 + nearMetres) return false;
  const view: View = {
    plan,
    eye,
    forwardX: towardX / distance,
    forwardZ: towardZ / distance,
  };
  const preferred = room(view, tower, asked, asked.preferredSide);
  const other: 1 | -1 = asked.preferredSide === 1 ? -1 : 1;
  const otherRoom = preferred >= asked.neededMetres ? 0 : room(view, tower, asked, other);
  out.side = otherRoom > preferred ? other : asked.preferredSide;
  out.roomMetres = Math.max(preferred, otherRoom);
  const { corner } = outline(view, tower, out.side);
  const x = cornerOffset(corner, 0);
  const z = cornerOffset(corner, 1);
  out.cornerX = tower.x + cityX(tower, x, z);
  out.cornerZ = tower.z + cityZ(tower, x, z);
  out.rightX = view.forwardZ;
  out.rightZ = -view.forwardX;
  return true;
}

interface View {
  readonly plan: CityPlan;
  readonly eye: Vec3;
  readonly forwardX: number;
  readonly forwardZ: number;
}

/** Metres from the tower's outline on that side to the next tower's, in the plane of the sign. */
function room(view: View, tower: TowerPlace, { standingCount }: SignPlace, side: 1 | -1): number {
  const { slope: ownSlope, depth } = outline(view, tower, side);
  let nearest = Infinity;
  for (let order = tower.order - 1; order <= tower.order + 1; order += 2) {
    const neighbour = view.plan.shown[order];
    if (!neighbour || neighbour.position >= standingCount || isBehind(view, neighbour)) continue;
    const farSlope = outline(view, neighbour, side).slope;
    // Hidden behind the tower, or on its other side.
    if (farSlope * side <= ownSlope * side) continue;
    const nearSlope = outline(view, neighbour, side === 1 ? -1 : 1).slope;
    nearest = Math.min(nearest, (nearSlope - ownSlope) * side * depth);
  }
  return Math.max(0, nearest);
}

function isBehind(view: View, { x, z }: TowerPlace): boolean {
  return (x - view.eye.x) * view.forwardX + (z - view.eye.z) * view.forwardZ < -halfMetres;
}

interface Outline {
  /** Sideways metres per metre of depth. */
  slope: number;
  depth: number;
  corner: number;
}

// Valid until the next call of `outline`: frames must not leave garbage behind.
const scratch: Outline = { slope: 0, depth: 0, corner: 0 };

/** The tower's outermost corner on one side. */
function outline(view: View, tower: TowerPlace, side: 1 | -1): Outline {
  scratch.slope = -Infinity * side;
  for (let corner = 0; corner < 4; corner += 1) {
    const offsetX = cornerOffset(corner, 0);
    const offsetZ = cornerOffset(corner, 1);
    const x = tower.x + cityX(tower, offsetX, offsetZ) - view.eye.x;
    const z = tower.z + cityZ(tower, offsetX, offsetZ) - view.eye.z;
    const depth = Math.max(nearMetres, x * view.forwardX + z * view.forwardZ);
    const slope = (x * view.forwardZ - z * view.forwardX) / depth;
    if (slope * side > scratch.slope * side) {
      scratch.slope = slope;
      scratch.depth = depth;
      scratch.corner = corner;
    }
  }
  return scratch;
}

function cornerOffset(corner: number, axis: 0 | 1): number {
  return (corner >> axis) & 1 ? halfMetres : -halfMetres;
}

/**
 * Share of their plain size at which signs of that width fit beside the tower, up to `mostShare`;
 * 0 where they would be too small.
 */
export function signShare(column: SignColumn, widthMetres: number, mostShare = 1): number {
  const share = Math.min(mostShare, column.roomMetres / widthMetres);
  return share < leastShare ? 0 : share;
}

/** Narrower than this share, signs are left out. */
const leastShare = 0.34;
