import { cityMeasures } from './city-measures.ts';
import { towerPlace } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

/**
 * One row of towers along x, their street in front of them at −z. Token 0 stands at x = 0 for good:
 * towers that stand do not move when another one is written.
 */
export function avenuePlaces(tokenCount: number): readonly TowerPlace[] {
  return Array.from({ length: tokenCount }, (_, position) =>
    towerPlace({
      position,
      x: position * cityMeasures.pitchMetres,
      z: 0,
      yawRadians: 0,
      order: position,
      hasLeft: position > 0,
      hasRight: position < tokenCount - 1,
    }),
  );
}
