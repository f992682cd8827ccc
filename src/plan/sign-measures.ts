import type { Vec3 } from '#contract/preview.ts';
import { cityMeasures } from './city-measures.ts';
import type { CityPlan } from './city-plan.ts';
import type { Face } from './face.ts';
import { towerX, towerZ } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

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
  /** The blade of the cutting plane hangs between two numbers. */
  bladeHeightMetres: 0.2,
  bladeThickMetres: 0.045,
  bladeTextEm: 0.13,
  bladeTextUpMetres: 0.085,
} as const;

/** Lower edge of the billboards. */
export function billboardBaseMetres(plan: CityPlan): number {
  return plan.roofMetres + cityMeasures.parapetMetres + signMeasures.billboardBaseMetres;
}

/** The signs of a row's ends turn to the end when the eye stands that much farther along than beside. */
export const endFacingSlope = 1.5;

/**
 * The wall on which a tower's text is read from here: street or back, since the other two hide in
 * the gap between the towers; at the ends of a row also the wall that closes it.
 */
export function facingFace(eye: Vec3, place: TowerPlace): Face {
  const x = towerX(place, eye.x - place.x, eye.z - place.z);
  const z = towerZ(place, eye.x - place.x, eye.z - place.z);
  const beside = Math.abs(z) * endFacingSlope;
  if (!place.hasRight && x > beside) return 'right';
  if (!place.hasLeft && -x > beside) return 'left';
  return z > 0 ? 'back' : 'street';
}
