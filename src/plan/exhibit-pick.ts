import type { Ray, Vec3 } from '#contract/preview.ts';
import type { ExhibitFrame } from './exhibit-frame.ts';
import { cellAt } from './exhibit-plan.ts';
import type { ExhibitPlan } from './exhibit-plan.ts';

/** Where a ray meets an exhibit. */
export interface ExhibitHit {
  readonly point: Vec3;
  readonly distanceMetres: number;
  /** The cell there; undefined on the glass around. */
  readonly cell:
    { readonly key: string; readonly row: number; readonly column: number } | undefined;
}

/** The exhibit's glass on a ray; a pointer means a cell that it misses by the tolerance. */
export function pickExhibit(
  ray: Ray,
  { plan, frame }: { readonly plan: ExhibitPlan; readonly frame: ExhibitFrame },
  toleranceRadians: number,
): ExhibitHit | undefined {
  const { origin, right, up, normal } = frame;
  const towards = dot(ray.direction, normal);
  if (towards === 0) return undefined;
  const distanceMetres = dot(between(ray.origin, origin), normal) / towards;
  if (distanceMetres <= 0) return undefined;
  const point = {
    x: ray.origin.x + ray.direction.x * distanceMetres,
    y: ray.origin.y + ray.direction.y * distanceMetres,
    z: ray.origin.z + ray.direction.z * distanceMetres,
  };
  const away = between(origin, point);
  const at = { right: dot(away, right), up: dot(away, up) };
  const reach = toleranceRadians * distanceMetres;
  if (at.right < -reach || at.right > plan.width + reach) return undefined;
  if (at.up < -reach || at.up > plan.height + reach) return undefined;
  return { point, distanceMetres, cell: cellOn(plan, at, reach) };
}

/** The cell under a point before any that is only near it. */
function cellOn(
  { boards }: ExhibitPlan,
  at: { readonly right: number; readonly up: number },
  reach: number,
): ExhibitHit['cell'] {
  for (const tolerance of [0, reach]) {
    for (const board of boards) {
      const cell = cellAt(board, at, tolerance);
      if (cell) return { key: board.key, ...cell };
    }
  }
  return undefined;
}

function between(from: Vec3, to: Vec3): Vec3 {
  return { x: to.x - from.x, y: to.y - from.y, z: to.z - from.z };
}

function dot(a: Vec3, b: Vec3): number {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
