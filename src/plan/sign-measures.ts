import type { Vec3 } from '#contract/preview.ts';
import type { AvenuePlan } from './avenue-plan.ts';
import { floorBaseMetres, towerMiddleMetres } from './avenue-plan.ts';
import { cityMeasures } from './city-measures.ts';
import type { Face } from './face.ts';

/** Where text stands in the city, metres. The letters' own size is the em of their font. */
export const signMeasures = {
  /** Text on the plinth: middle of the line above the street, and its em. */
  plinthTextMetres: 0.35,
  plinthTextEm: 0.4,
  plinthIdMetres: 0.07,
  plinthIdEm: 0.095,
  /** Widest text a plinth takes. */
  plinthTextWidthMetres: 1.66,
  /** In front of the plinth, so that letters and stone do not fight. */
  plinthOutMetres: 0.006,

  /** The billboard stands on the parapet, in the plane of the wall. */
  billboardBaseMetres: 0.1,
  billboardWidthMetres: 2.12,
  billboardHeightMetres: 1.62,
  billboardOutMetres: 0.035,

  /** Lens signs: from the tower's edge a strip for the rank's curve, then the text. */
  lensGapMetres: 0.07,
  lensCurveMetres: 0.2,
  lensTextMetres: 0.34,
  lensTextEm: 0.24,
  lensTextUpMetres: 0.095,
  lensRankEm: 0.14,
  lensRankUpMetres: -0.135,
  /** Between the highest sign and the billboards' height: whose rank the signs tell. */
  lensHeadMetres: 0.11,
  lensHeadEm: 0.14,
  /** Widest text of a lens sign. */
  lensTextWidthMetres: 0.95,
  /** How much larger signs get where there is room: higher than a floor they must not be. */
  lensMostShare: 1.15,

  rulerGapMetres: 0.1,
  rulerEm: 0.2,
  rulerWidthMetres: 0.5,
} as const;

/** Lower edge of the billboards. */
export function billboardBaseMetres(plan: AvenuePlan): number {
  return plan.roofMetres + cityMeasures.parapetMetres + signMeasures.billboardBaseMetres;
}

/** Middle of a floor: the height of its lens sign and its number. */
export function floorMiddleMetres(layer: number): number {
  return floorBaseMetres(layer) + cityMeasures.floorMetres / 2;
}

/** The signs of the avenue's ends turn to the end when the eye stands that much farther along than beside. */
export const endFacingSlope = 1.5;

/**
 * The wall on which a tower's text is read from here: street or back, since the other two hide in
 * the gap between the towers; at the avenue's ends also the wall that closes it.
 */
export function facingFace(eye: Vec3, position: number, tokenCount: number): Face {
  const beside = Math.abs(eye.z) * endFacingSlope;
  const along = eye.x - towerMiddleMetres(position);
  if (position === tokenCount - 1 && along > beside) return 'right';
  if (position === 0 && -along > beside) return 'left';
  return eye.z > 0 ? 'back' : 'street';
}
