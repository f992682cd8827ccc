import { cityMeasures } from './city-measures.ts';
import { ringPlaceCount } from './ring-page.ts';
import { towerPlace } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

/** The circle towers of a ring stand on, around the city's origin. */
export interface RingCircle {
  readonly radiusMetres: number;
  /** Angle of the first tower and from one to the next, clockwise as seen from above, 0 at +z. */
  readonly firstRadians: number;
  readonly stepRadians: number;
}

/** Towers' places left free at −z: where the text begins and ends, and where one looks in. */
const gatePlaces = 2;

export function ringCircle(towerCount: number): RingCircle {
  const stepRadians = (2 * Math.PI) / (ringPlaceCount(towerCount) + gatePlaces);
  return {
    radiusMetres: cityMeasures.ringPitchMetres / stepRadians,
    firstRadians: -Math.PI + stepRadians * (gatePlaces + 1) * 0.5,
    stepRadians,
  };
}

/** Towers in a circle, street walls inward, read clockwise as seen from above. */
export function ringPlaces(positions: readonly number[]): readonly TowerPlace[] {
  const { radiusMetres, firstRadians, stepRadians } = ringCircle(positions.length);
  return positions.map((position, order) => {
    const around = firstRadians + order * stepRadians;
    return towerPlace({
      position,
      x: radiusMetres * Math.sin(around),
      z: radiusMetres * Math.cos(around),
      // The street wall looks against the direction from the ring's middle to the tower.
      yawRadians: around,
      order,
      hasLeft: order > 0,
      hasRight: order < positions.length - 1,
    });
  });
}
