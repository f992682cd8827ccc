import type { Vec3 } from '#contract/preview.ts';
import { cityMeasures } from './city-measures.ts';

/**
 * The four walls of a tower, counter-clockwise from the street as seen from above: street (−z),
 * right (+x, where the reading goes on), back (+z), left (−x). Every wall shows the same numbers.
 */
export const faces = ['street', 'right', 'back', 'left'] as const;
export type Face = (typeof faces)[number];

/** A rectangle on a wall: metres from the wall's left edge and above the floor's base. */
export interface FaceRect {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Outward normal and the direction in which a wall is read, both in the ground plane: [x, z]. */
const frames: Record<
  Face,
  { readonly normal: [number, number]; readonly along: [number, number] }
> = {
  street: { normal: [0, -1], along: [1, 0] },
  right: { normal: [1, 0], along: [0, 1] },
  back: { normal: [0, 1], along: [-1, 0] },
  left: { normal: [-1, 0], along: [0, -1] },
};

/** Which way a wall looks: a unit vector. */
export function faceNormal(face: Face): Vec3 {
  const [x, z] = frames[face].normal;
  return { x, y: 0, z };
}

/** Which way a wall is read, left to right as seen from outside: a unit vector. */
export function faceAlong(face: Face): Vec3 {
  const [x, z] = frames[face].along;
  return { x, y: 0, z };
}

/** Where a wall looks, clockwise as seen from above; 0 for the street wall. */
export function faceYawRadians(face: Face): number {
  const [x, z] = frames[face].normal;
  return Math.atan2(-x, -z);
}

/**
 * Whether the spine ends the wall on its left. Two spines stand on opposite corners (street/right
 * and back/left), so that each wall has one: at its right end on street and back.
 */
export function spineIsLeft(face: Face): boolean {
  return face === 'right' || face === 'left';
}

/** Left edge of the windows on a wall, metres. */
export function windowsLeft(face: Face): number {
  return spineIsLeft(face)
    ? cityMeasures.spineMetres + cityMeasures.gutterMetres
    : cityMeasures.edgeMetres;
}

/**
 * A point of a wall in tower coordinates (origin at the tower's middle on the street): `u` metres
 * from the wall's left edge, `y` metres above the street, `out` metres in front of the wall.
 */
export function pointOnFace(face: Face, u: number, y: number, out = 0): Vec3 {
  const [normalX, normalZ] = frames[face].normal;
  const [alongX, alongZ] = frames[face].along;
  const half = cityMeasures.towerMetres / 2;
  const sideways = u - half;
  const outward = half + out;
  return {
    x: alongX * sideways + normalX * outward,
    y,
    z: alongZ * sideways + normalZ * outward,
  };
}
