import type { Vec3 } from '#contract/preview.ts';

/**
 * Where a tower stands and how it is turned. Tower coordinates: origin at the tower's middle on the
 * street, x to the right and z to the back as whoever reads its street wall sees it.
 */
export interface TowerPlace {
  readonly position: number;
  /** The tower's middle, city metres. */
  readonly x: number;
  readonly z: number;
  /** Clockwise as seen from above; 0: the street wall looks to −z. */
  readonly yawRadians: number;
  readonly cosYaw: number;
  readonly sinYaw: number;
  /** Index among the towers that stand, in reading order. */
  readonly order: number;
  /** Whether the tower before and the one behind in reading order stand at its walls left and right. */
  readonly hasLeft: boolean;
  readonly hasRight: boolean;
}

export type TowerSpot = Pick<
  TowerPlace,
  'position' | 'x' | 'z' | 'yawRadians' | 'order' | 'hasLeft' | 'hasRight'
>;

export function towerPlace(spot: TowerSpot): TowerPlace {
  const { yawRadians } = spot;
  return { ...spot, cosYaw: Math.cos(yawRadians), sinYaw: Math.sin(yawRadians) };
}

/** City x of a direction or of an offset from the tower's middle, given in tower coordinates. */
export function cityX(place: TowerPlace, x: number, z: number): number {
  return place.cosYaw * x + place.sinYaw * z;
}

export function cityZ(place: TowerPlace, x: number, z: number): number {
  return place.cosYaw * z - place.sinYaw * x;
}

/** Tower x of a direction or of an offset from the tower's middle, given in city coordinates. */
export function towerX(place: TowerPlace, x: number, z: number): number {
  return place.cosYaw * x - place.sinYaw * z;
}

export function towerZ(place: TowerPlace, x: number, z: number): number {
  return place.sinYaw * x + place.cosYaw * z;
}

/** A point in tower coordinates as a point of the city. */
export function pointFromTower(place: TowerPlace, local: Vec3): Vec3 {
  return {
    x: place.x + cityX(place, local.x, local.z),
    y: local.y,
    z: place.z + cityZ(place, local.x, local.z),
  };
}

/** A direction in tower coordinates as a direction in the city. */
export function directionFromTower(place: TowerPlace, local: Vec3): Vec3 {
  return { x: cityX(place, local.x, local.z), y: local.y, z: cityZ(place, local.x, local.z) };
}

/** The inverse of `pointFromTower`. */
export function pointToTower(place: TowerPlace, point: Vec3): Vec3 {
  const x = point.x - place.x;
  const z = point.z - place.z;
  return { x: towerX(place, x, z), y: point.y, z: towerZ(place, x, z) };
}
