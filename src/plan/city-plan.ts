import type { ModelShape } from '#contract/model-shape.ts';
import type { Vec3 } from '#contract/preview.ts';
import type { Layout } from '#contract/view-choice.ts';
import { avenuePlaces } from './avenue-places.ts';
import { blocksPlaces } from './blocks-places.ts';
import { cityMeasures } from './city-measures.ts';
import { pointOnFace } from './face.ts';
import type { Face } from './face.ts';
import { FloorStack } from './floor-stack.ts';
import { ringPage } from './ring-page.ts';
import { ringPlaces } from './ring-places.ts';
import { pointFromTower } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

/** Where the towers of a run stand and how high their floors are. City metres, left-handed, y up. */
export interface CityPlan {
  readonly layout: Layout;
  readonly tokenCount: number;
  readonly shape: ModelShape;
  /** By token position; none where a tower is not shown. */
  readonly towers: readonly (TowerPlace | undefined)[];
  /** The towers that are shown, in reading order. */
  readonly shown: readonly TowerPlace[];
  readonly floors: FloorStack;
  /** Top of the last floor: base of the roof. */
  readonly roofMetres: number;
  /** Top of everything built on the roof, without billboards. */
  readonly crownMetres: number;
}

export interface CityPlanOptions {
  readonly tokenCount: number;
  readonly shape: ModelShape;
  readonly layout?: Layout;
  /** What stands in the ring, see `ringPage`. */
  readonly newest?: number;
  readonly ringPage?: number | null;
  /** Floors that stay open while the others fold; empty: nothing is folded. */
  readonly openLayers?: readonly number[];
}

export function cityPlan(options: CityPlanOptions): CityPlan {
  const { tokenCount, shape, layout = 'avenue', openLayers = [] } = options;
  const shown = placesOf(options);
  const towers: (TowerPlace | undefined)[] = Array.from({ length: tokenCount });
  for (const place of shown) towers[place.position] = place;
  return { layout, tokenCount, shape, towers, shown, ...floorsOf(shape, openLayers) };
}

/** The same towers with other floors open. */
export function withOpenLayers(plan: CityPlan, openLayers: readonly number[]): CityPlan {
  return { ...plan, ...floorsOf(plan.shape, openLayers) };
}

function floorsOf(
  { layerCount }: ModelShape,
  openLayers: readonly number[],
): Pick<CityPlan, 'floors' | 'roofMetres' | 'crownMetres'> {
  const floors = new FloorStack(layerCount, openLayers);
  const roofMetres = floors.baseMetres(layerCount);
  const { parapetMetres, penthouseHeightMetres } = cityMeasures;
  return { floors, roofMetres, crownMetres: roofMetres + parapetMetres + penthouseHeightMetres };
}

function placesOf({ layout, tokenCount, ...ring }: CityPlanOptions): readonly TowerPlace[] {
  if (layout === 'blocks') return blocksPlaces(tokenCount);
  if (layout !== 'ring') return avenuePlaces(tokenCount);
  const { newest = tokenCount - 1, ringPage: page = null } = ring;
  return ringPlaces(ringPage({ tokenCount, newest, page }).positions);
}

/** Where on the city a point of a wall lies. `u` and `v`: metres from the wall's left and the floor's base, unfolded. */
export interface WallPoint {
  readonly position: number;
  readonly layer: number;
  readonly face: Face;
  readonly u: number;
  readonly v: number;
  /** Metres in front of the wall. */
  readonly out?: number;
}

/**
 * The same point in city metres.
 * @throws RangeError when that tower is not shown.
 */
export function cityPoint(plan: Pick<CityPlan, 'towers' | 'floors'>, at: WallPoint): Vec3 {
  const place = plan.towers[at.position];
  if (!place) throw new RangeError(`The tower of token ${String(at.position)} is not shown.`);
  const y = plan.floors.baseMetres(at.layer) + at.v * plan.floors.heightShare(at.layer);
  return pointFromTower(place, pointOnFace(at.face, at.u, y, at.out ?? 0));
}
