import type { CityPlan } from './city-plan.ts';

/** Every fifth number is larger and can be read from afar. */
export const rulerFiveLayers = 5;

/** Whether a floor's number stands on the ruler: between folded floors there is room for every fifth only. */
export function hasRulerNumber({ floors }: Pick<CityPlan, 'floors'>, layer: number): boolean {
  return layer % rulerFiveLayers === 0 || floors.isOpen(layer);
}
