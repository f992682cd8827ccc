import type { Ray, Vec3 } from '#contract/preview.ts';

/** How an arc is thrown: metres a second, and metres a second each second. A step leads 6 m at most. */
export const arcThrow = { speedMetres: 6.5, gravityMetres: 9.81 } as const;
/** Where an arc thrown along a ray comes down on the floor (y = 0). Room metres. */
export function arcLanding({ origin, direction }: Ray): Vec3 {
  const { speedMetres, gravityMetres } = arcThrow;
  const rise = direction.y * speedMetres;
  const height = Math.max(0, origin.y);
  const seconds = (rise + Math.sqrt(rise * rise + 2 * gravityMetres * height)) / gravityMetres;
  const x = direction.x * speedMetres * seconds;
  const z = direction.z * speedMetres * seconds;
  return { x: origin.x + x, y: 0, z: origin.z + z };
}
