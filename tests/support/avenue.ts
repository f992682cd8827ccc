import type { ModelShape } from '#contract/model-shape.ts';
import type { Vec3 } from '#contract/preview.ts';
import { cityPlan, cityPoint } from '#plan/city-plan.ts';
import type { CityPlan, WallPoint } from '#plan/city-plan.ts';

/** Sizes of the bundled model. */
export const bundledShape: ModelShape = {
  layerCount: 30,
  width: 576,
  headCount: 9,
  kvHeadCount: 3,
  headWidth: 64,
  neuronCount: 1536,
  vocabularySize: 49152,
  contextLength: 2048,
};

/** The bundled model's avenue with all its floors open. */
export function avenuePlan(tokenCount: number, shape = bundledShape): CityPlan {
  return cityPlan({ tokenCount, shape });
}

const longAvenue = avenuePlan(128);

/** x of a tower's middle on the avenue. */
export function towerMiddleMetres(position: number): number {
  return longAvenue.towers[position]?.x ?? NaN;
}

/** y of a floor's base on the avenue; 30 gives the roof. */
export function floorBaseMetres(layer: number): number {
  return longAvenue.floors.baseMetres(layer);
}

/** A wall's point on the avenue, city metres. */
export function avenuePoint(at: WallPoint): Vec3 {
  return cityPoint(longAvenue, at);
}
