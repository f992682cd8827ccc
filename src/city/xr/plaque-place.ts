import type { Vec3 } from '#contract/preview.ts';
import { faceReader } from '#plan/board-pose.ts';
import type { BoardSlot } from './board-slot.ts';

/** Plaques stand so far from the eyes, metres; nearer only where something stands before that. */
const plaqueMetres = { usual: 1.15, nearest: 0.5 } as const;
/** Width for each metre of distance: the smallest letters are then 1.09° high, wherever it stands. */
const plaqueWidthShare = 0.573;
/** A plaque stands a little before what it must not vanish in. */
const beforeShare = 0.9;

/** How far a plaque stands from the eyes when something stands so far off. */
export function plaqueDistance(clearMetres: number): number {
  const { usual, nearest } = plaqueMetres;
  return Math.max(nearest, Math.min(usual, clearMetres * beforeShare));
}

interface PlaqueSpot {
  readonly eyes: Vec3;
  /** Towards what it is about; any length. */
  readonly direction: Vec3;
  readonly distanceMetres: number;
  /** So much of its distance its lower edge stands above that direction, and it to the right of it. */
  readonly aboveShare?: number;
  readonly rightShare?: number;
}

/** Stands a plaque around a direction, facing the eyes. */
export function placePlaque(slot: BoardSlot, spot: PlaqueSpot): void {
  const { eyes, direction, distanceMetres, aboveShare, rightShare = 0 } = spot;
  slot.resize(plaqueWidthShare * distanceMetres);
  const level = Math.hypot(direction.x, direction.z);
  const length = Math.hypot(level, direction.y);
  const [x, y, z] = [direction.x / length, direction.y / length, direction.z / length];
  // The way to the right, and up across the view.
  const [rightX, rightZ] = level > 1e-4 ? [direction.z / level, -direction.x / level] : [1, 0];
  const [upX, upY, upZ] = [y * rightZ, level / length, -y * rightX];
  const half = slot.pose.heightMetres / 2;
  const above = aboveShare === undefined ? 0 : aboveShare * distanceMetres + half;
  const right = rightShare * distanceMetres;
  const middle = {
    x: eyes.x + x * distanceMetres + rightX * right + upX * above,
    y: eyes.y + y * distanceMetres + upY * above,
    z: eyes.z + z * distanceMetres + rightZ * right + upZ * above,
  };
  faceReader(slot.pose, middle, eyes);
}
