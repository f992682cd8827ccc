import type { Ray, Vec3 } from '#contract/preview.ts';
import { pointOnRay } from './pick-scene.ts';
import type { SignColumn } from './sign-column.ts';

/** Where a ray meets the upright plane that a column of signs hangs in. */
export interface ColumnHit {
  readonly point: Vec3;
  readonly distanceMetres: number;
  /** Metres from the tower's edge, counted to the side on which the signs hang. */
  readonly besideMetres: number;
}

export function columnHit(ray: Ray, column: SignColumn): ColumnHit | undefined {
  // The signs' plane holds "right" and "up"; what is left of the ground plane is its normal.
  const { cornerX, cornerZ, rightX, rightZ, side } = column;
  const toward = ray.direction.x * -rightZ + ray.direction.z * rightX;
  if (toward === 0) return undefined;
  const distanceMetres =
    ((cornerX - ray.origin.x) * -rightZ + (cornerZ - ray.origin.z) * rightX) / toward;
  if (distanceMetres <= 0) return undefined;
  const point = pointOnRay(ray, distanceMetres);
  const besideMetres = ((point.x - cornerX) * rightX + (point.z - cornerZ) * rightZ) * side;
  return { point, distanceMetres, besideMetres };
}
