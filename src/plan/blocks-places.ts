import { cityMeasures } from './city-measures.ts';
import { towerPlace } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

/** Towers of a row. */
export const blockRowTowers = 16;

/** Rows behind each other, read like lines of a page, the first in front. */
export function blocksPlaces(tokenCount: number): readonly TowerPlace[] {
  return Array.from({ length: tokenCount }, (_, position) => {
    const column = position % blockRowTowers;
    return towerPlace({
      position,
      x: column * cityMeasures.pitchMetres,
      z: Math.floor(position / blockRowTowers) * cityMeasures.rowMetres,
      yawRadians: 0,
      order: position,
      hasLeft: column > 0,
      hasRight: column < blockRowTowers - 1 && position < tokenCount - 1,
    });
  });
}
