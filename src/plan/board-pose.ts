import type { Ray, Vec3 } from '#contract/preview.ts';

/** One that is written over and over, metres. */
export interface Point {
  x: number;
  y: number;
  z: number;
}

/**
 * Where a board stands in the room, metres: its upper left corner as its reader sees it, the ways to
 * its right and down (length 1), its size. Written anew, never replaced.
 */
export interface BoardPose {
  readonly corner: Point;
  readonly right: Point;
  readonly down: Point;
  widthMetres: number;
  heightMetres: number;
}

export function createBoardPose(widthMetres: number, heightMetres: number): BoardPose {
  return {
    corner: { x: 0, y: 0, z: 0 },
    right: { x: 1, y: 0, z: 0 },
    down: { x: 0, y: -1, z: 0 },
    widthMetres,
    heightMetres,
  };
}

/** Stands the board upright about its middle, its top tipped so that it looks the reader in the eyes. */
export function faceReader(pose: BoardPose, middle: Vec3, reader: Vec3): void {
  const level = Math.hypot(middle.x - reader.x, middle.z - reader.z);
  const away = Math.hypot(level, middle.y - reader.y);
  // From straight above or below there is no way to the right: the board stays turned as it is.
  if (level > 1e-4) {
    const { right } = pose;
    right.x = (middle.z - reader.z) / level;
    right.y = 0;
    right.z = -(middle.x - reader.x) / level;
  }
  // Away from the reader along the ground, and how far the view is tipped.
  const [ahead, tip] = away > 1e-4 ? [level / away, (middle.y - reader.y) / away] : [1, 0];
  const { right, down, corner } = pose;
  down.x = -right.z * tip;
  down.y = -ahead;
  down.z = right.x * tip;
  const [across, along] = [pose.widthMetres / 2, pose.heightMetres / 2];
  corner.x = middle.x - right.x * across - down.x * along;
  corner.y = middle.y - right.y * across - down.y * along;
  corner.z = middle.z - right.z * across - down.z * along;
}

/** Where on a board something is: metres from its upper left corner to the right and down. */
export interface BoardSpot {
  across: number;
  along: number;
  /** How far from a ray's origin; of a point how far before the board, negative behind it. */
  distanceMetres: number;
}

/** Writes where a ray meets the board; false where it does not, or comes from behind. */
export function meetBoard(pose: BoardPose, ray: Ray, out: BoardSpot): boolean {
  const { direction } = ray;
  const before = writeSpot(pose, ray.origin, out);
  const toward = -(
    direction.x * normalX(pose) +
    direction.y * normalY(pose) +
    direction.z * normalZ(pose)
  );
  if (before <= 0 || toward < leastTowardShare) return false;
  const distance = before / toward;
  out.across += distance * dot(direction, pose.right);
  out.along += distance * dot(direction, pose.down);
  out.distanceMetres = distance;
  return isOnBoard(pose, out, 0);
}

/** A ray nearly along the board meets it nowhere one could aim at. */
const leastTowardShare = 0.05;

/** Writes where a point is before or behind the board. */
export function nearBoard(pose: BoardPose, point: Vec3, out: BoardSpot): void {
  out.distanceMetres = writeSpot(pose, point, out);
}

/** Whether a spot lies on the board or that close to its edge. */
export function isOnBoard(
  pose: BoardPose,
  { across, along }: BoardSpot,
  marginMetres: number,
): boolean {
  return (
    across >= -marginMetres &&
    along >= -marginMetres &&
    across <= pose.widthMetres + marginMetres &&
    along <= pose.heightMetres + marginMetres
  );
}

/** Returns how far before the board a point is. */
function writeSpot(pose: BoardPose, point: Vec3, out: BoardSpot): number {
  const { corner, right, down } = pose;
  const [x, y, z] = [point.x - corner.x, point.y - corner.y, point.z - corner.z];
  out.across = x * right.x + y * right.y + z * right.z;
  out.along = x * down.x + y * down.y + z * down.z;
  return x * normalX(pose) + y * normalY(pose) + z * normalZ(pose);
}

// Out of the board towards its reader: right × down, in a left-handed room.
function normalX({ right, down }: BoardPose): number {
  return right.y * down.z - right.z * down.y;
}
function normalY({ right, down }: BoardPose): number {
  return right.z * down.x - right.x * down.z;
}
function normalZ({ right, down }: BoardPose): number {
  return right.x * down.y - right.y * down.x;
}

function dot(a: Vec3, b: Vec3): number {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
