import type { Ray, Vec3 } from '#contract/preview.ts';
import type { Grip } from '#contract/verb.ts';
import { cityMeasures } from './city-measures.ts';
import type { CityPlan } from './city-plan.ts';
import { columnHit } from './column-hit.ts';
import { hasRulerNumber } from './ruler-numbers.ts';
import type { SignColumn } from './sign-column.ts';
import { signMeasures } from './sign-measures.ts';

/** The ruler as it hangs now. */
export interface HungRuler {
  readonly column: SignColumn;
  /** Share of full size; 0: it is left out. */
  readonly share: number;
  /** The last layer under the cutting plane, where the blade waits. */
  readonly bladeLayer: number;
}

export interface RulerHandle {
  readonly grip: Extract<Grip, { readonly verb: 'grab' | 'slice' }>;
  readonly point: Vec3;
  readonly distanceMetres: number;
}

/** y of a cutting plane above that layer. */
export function planeMetres({ floors }: Pick<CityPlan, 'floors'>, layer: number): number {
  return floors.baseMetres(layer + 1);
}

/** The last layer under a cutting plane held at that height: it snaps to the nearest. */
export function sliceLayerAt({ floors }: Pick<CityPlan, 'floors'>, yMetres: number): number {
  const inside = floors.layerAt(yMetres - cityMeasures.plinthHeightMetres);
  const isUpper = yMetres >= floors.middleMetres(inside);
  return isUpper ? inside : Math.max(0, inside - 1);
}

/** The least width at which the column can be held, in tolerances. */
const farWidths = 6;

/** The handle on a ray: the blade before the numbers it hangs between. */
export function pickRuler(
  ray: Ray,
  plan: Pick<CityPlan, 'floors' | 'roofMetres'>,
  at: { readonly ruler: HungRuler; readonly toleranceRadians: number },
): RulerHandle | undefined {
  const { column, share, bladeLayer } = at.ruler;
  const hit = share > 0 ? columnHit(ray, column) : undefined;
  if (!hit) return undefined;
  const { point, distanceMetres, besideMetres } = hit;
  const reach = at.toleranceRadians * distanceMetres;
  // From afar the column is narrower than anybody can aim.
  const width = Math.max(signMeasures.rulerWidthMetres * share + reach, farWidths * reach);
  if (besideMetres < 0 || besideMetres > width) return undefined;
  const bladeReach = Math.max(reach, (signMeasures.bladeHeightMetres / 2) * share);
  if (Math.abs(point.y - planeMetres(plan, bladeLayer)) <= bladeReach) {
    return { grip: { verb: 'slice', layer: bladeLayer }, point, distanceMetres };
  }
  const height = point.y - cityMeasures.plinthHeightMetres;
  if (height < 0 || point.y >= plan.roofMetres) return undefined;
  const layer = plan.floors.layerAt(height);
  if (!hasRulerNumber(plan, layer)) return undefined;
  return { grip: { verb: 'grab', layer }, point, distanceMetres };
}
