import type { ModelShape } from '#contract/model-shape.ts';
import type { Vec3 } from '#contract/preview.ts';
import { cityMeasures } from './city-measures.ts';
import { pointOnFace } from './face.ts';
import type { Face } from './face.ts';

/**
 * Where the towers of a run stand, city metres: x along the reading direction, y up, the street in
 * front of the towers at −z (left-handed). Token 0 stands at x = 0 for good: towers that stand do
 * not move when another one is written, the avenue's middle does.
 */
export interface AvenuePlan {
  readonly tokenCount: number;
  readonly shape: ModelShape;
  /** x of the middle between the first and the last tower. */
  readonly middleMetres: number;
  /** From the first tower's outer plinth edge to the last one's. */
  readonly lengthMetres: number;
  /** Top of the last floor: base of the roof. */
  readonly roofMetres: number;
  /** Top of everything built on the roof, without billboards. */
  readonly crownMetres: number;
}

export function avenuePlan(tokenCount: number, shape: ModelShape): AvenuePlan {
  const last = Math.max(0, tokenCount - 1);
  const roofMetres = floorBaseMetres(shape.layerCount);
  return {
    tokenCount,
    shape,
    middleMetres: towerMiddleMetres(last) / 2,
    lengthMetres: towerMiddleMetres(last) + cityMeasures.plinthMetres,
    roofMetres,
    crownMetres: roofMetres + cityMeasures.parapetMetres + cityMeasures.penthouseHeightMetres,
  };
}

/** x of a tower's middle. */
export function towerMiddleMetres(position: number): number {
  return position * cityMeasures.pitchMetres;
}

/** y of a floor's base; `layerCount` gives the roof. */
export function floorBaseMetres(layer: number): number {
  return cityMeasures.plinthHeightMetres + layer * cityMeasures.floorMetres;
}

/** Where on the city a point of a wall lies. `u` and `v`: metres from the wall's left and the floor's base. */
export interface WallPoint {
  readonly position: number;
  readonly layer: number;
  readonly face: Face;
  readonly u: number;
  readonly v: number;
  /** Metres in front of the wall. */
  readonly out?: number;
}

/** The same point in city metres. */
export function cityPoint(at: WallPoint): Vec3 {
  const local = pointOnFace(at.face, at.u, floorBaseMetres(at.layer) + at.v, at.out ?? 0);
  return { x: local.x + towerMiddleMetres(at.position), y: local.y, z: local.z };
}
