import type { Vec3 } from '#contract/preview.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import { cityMeasures } from './city-measures.ts';
import type { CityPlan } from './city-plan.ts';
import type { FloorSpan } from './exhibit-tower.ts';
import { ringCircle } from './ring-places.ts';

/** The plane an exhibit stands on, city metres. `right`, `up` and `normal` are unit vectors. */
export interface ExhibitFrame {
  /** The lower left corner. */
  readonly origin: Vec3;
  readonly right: Vec3;
  readonly up: Vec3;
  /** Towards whoever reads it. */
  readonly normal: Vec3;
  /** From the upper edge to the open floor's front; undefined where nothing joins the two. */
  readonly slab: Vec3 | undefined;
}

/** Where one looks at an exhibit; the model itself has none. */
export type ExhibitPlace = Exclude<ZoomPlace, { readonly level: 'model' }>;

/** What an exhibit stands before: always towards −z, where the street or the ring's gate is. */
export interface ExhibitSite {
  /** x of its middle; for a story, of its tower. */
  readonly middleMetres: number;
  /** z of the walls behind it. */
  readonly frontMetres: number;
  /** Room across inside the ring; elsewhere there is no end to it. */
  readonly roomMetres: number;
  readonly isInRing: boolean;
}

/** Lowest edge above the street. */
const lowestMetres = 0.3;
/** Length of the slab between a floor and its exhibit. */
const slabMetres = 1.1;
const steepestRadians = 0.96;
/** A token's story leaves room beside its tower for the lens's signs, and stands before its neighbours. */
const besideMetres = 1.2;
const beforeMetres = 0.3;
/** Lower edge of a token's story. */
const storyBaseMetres = 0.2;
const halfPlinth = cityMeasures.plinthMetres / 2;
const halfTower = cityMeasures.towerMetres / 2 + cityMeasures.spineReliefMetres;

/** Where an exhibit belongs. A layer's stands before the towers of the prompt, whatever is written after them. */
export function exhibitSite(
  { layout, shown, towers }: CityPlan,
  place: ExhibitPlace,
  promptTokenCount: number,
): ExhibitSite {
  if (layout === 'ring') {
    const roomMetres = 1.7 * (ringCircle(shown.length).radiusMetres - halfPlinth);
    return { middleMetres: 0, frontMetres: 0, roomMetres, isInRing: true };
  }
  const nearest = Math.min(...shown.map(({ z }) => z));
  const first = shown.filter(({ z }) => z === nearest);
  const read = first.filter(({ position }) => position < promptTokenCount);
  const xs = (read.length > 0 ? read : first).map(({ x }) => x);
  const middle = xs.length > 0 ? (Math.min(...xs) + Math.max(...xs)) / 2 : 0;
  const own = place.level === 'layer' ? undefined : towers[place.position];
  // A story stands beside its tower, in whatever row; the rest before all of them.
  const row = place.level === 'token' ? own : first[0];
  return {
    middleMetres: own?.x ?? middle,
    frontMetres: row?.z ?? 0,
    roomMetres: Infinity,
    isInRing: false,
  };
}

/**
 * A layer, or part of one, as if its floor had been pulled out like a drawer and tilted up: never
 * below the street, never before the floor itself. In the ring it stands in the middle.
 */
export function lecternFrame(
  { floors }: CityPlan,
  site: ExhibitSite,
  layer: number,
  size: { readonly width: number; readonly height: number },
): ExhibitFrame {
  const top = floors.baseMetres(layer) - 0.01;
  const sine = Math.max(0, Math.min(Math.sin(steepestRadians), (top - lowestMetres) / size.height));
  const cosine = Math.sqrt(1 - sine * sine);
  const edge = site.isInRing
    ? (cosine * size.height) / 2
    : site.frontMetres - halfTower - slabMetres;
  return {
    origin: {
      x: site.middleMetres - size.width / 2,
      y: top - sine * size.height,
      z: edge - cosine * size.height,
    },
    right: { x: 1, y: 0, z: 0 },
    up: { x: 0, y: sine, z: cosine },
    normal: { x: 0, y: cosine, z: -sine },
    slab: site.isInRing ? undefined : { x: 0, y: 0.01, z: slabMetres },
  };
}

/** A token's story: upright beside its tower, where the reading goes on; in the ring, in the middle. */
export function storyFrame(site: ExhibitSite, size: { readonly width: number }): ExhibitFrame {
  const beside = site.middleMetres + halfPlinth + besideMetres;
  return {
    origin: {
      x: site.isInRing ? -size.width / 2 : beside,
      y: storyBaseMetres,
      z: site.isInRing ? 0 : site.frontMetres - halfPlinth - beforeMetres,
    },
    right: { x: 1, y: 0, z: 0 },
    up: { x: 0, y: 1, z: 0 },
    normal: { x: 0, y: 0, z: -1 },
    slab: undefined,
  };
}

/** Floors as a story's rows follow them, metres above its lower edge. */
export function storyFloors({ floors, shape }: CityPlan): readonly FloorSpan[] {
  return Array.from({ length: shape.layerCount }, (_, layer) => ({
    bottom: floors.baseMetres(layer) - storyBaseMetres,
    top: floors.baseMetres(layer + 1) - storyBaseMetres,
  }));
}

/** Width of a tower with its plinth and the gap to its story. */
export const storyTowerMetres = cityMeasures.plinthMetres + besideMetres;

/** What stands behind or beside an exhibit and should be seen with it: points of the city. */
export function exhibitSurroundings(
  { floors, crownMetres }: CityPlan,
  site: ExhibitSite,
  place: ExhibitPlace,
): readonly Vec3[] {
  if (site.isInRing) return [];
  const { middleMetres: x, frontMetres } = site;
  if (place.level !== 'token') {
    return [{ x, y: floors.baseMetres(place.layer + 1) + 0.4, z: frontMetres - halfTower }];
  }
  return [x - halfPlinth, x + halfPlinth].flatMap((each) =>
    [0, crownMetres].map((y) => ({ x: each, y, z: frontMetres - halfPlinth })),
  );
}

export function pointOnExhibit(frame: ExhibitFrame, right: number, up: number, out = 0): Vec3 {
  const { origin } = frame;
  return {
    x: origin.x + frame.right.x * right + frame.up.x * up + frame.normal.x * out,
    y: origin.y + frame.right.y * right + frame.up.y * up + frame.normal.y * out,
    z: origin.z + frame.right.z * right + frame.up.z * up + frame.normal.z * out,
  };
}
