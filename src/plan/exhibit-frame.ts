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

/** A point of the ground plane, or a direction in it. */
interface GroundPoint {
  readonly x: number;
  readonly z: number;
}

/** What an exhibit stands before. */
export interface ExhibitSite {
  /** On the wall behind its middle; for a story, what it stands beside. */
  readonly middle: GroundPoint;
  /** Away from whoever reads it: a unit vector. */
  readonly forward: GroundPoint;
  /** From `middle` to where a story may begin. */
  readonly besideMetres: number;
  /** Room across inside the ring; elsewhere there is no end to it. */
  readonly roomMetres: number;
  readonly isInRing: boolean;
  /** The tower it belongs to; a layer belongs to none. */
  readonly tower: GroundPoint | undefined;
}

/** Lowest edge above the street. */
const lowestMetres = 0.3;
/** Length of the slab between a floor and its exhibit. */
const slabMetres = 1.1;
const steepestRadians = 0.96;
/** A token's story leaves room beside its tower for the lens's signs, and stands before its neighbours. */
const signMetres = 1.2;
const beforeMetres = 0.3;
/** Lower edge of a token's story. */
const storyBaseMetres = 0.2;
const halfPlinth = cityMeasures.plinthMetres / 2;
const halfTower = cityMeasures.towerMetres / 2 + cityMeasures.spineReliefMetres;

/** Where an exhibit belongs. A layer's stands before the towers of the prompt, whatever is written after them. */
export function exhibitSite(
  plan: CityPlan,
  place: ExhibitPlace,
  promptTokenCount: number,
): ExhibitSite {
  const { layout, shown, towers } = plan;
  const tower = place.level === 'layer' ? undefined : towers[place.position];
  if (layout === 'ring') return ringSite(plan, tower, promptTokenCount);
  const nearest = Math.min(...shown.map(({ z }) => z));
  const first = shown.filter(({ z }) => z === nearest);
  const read = first.filter(({ position }) => position < promptTokenCount);
  const xs = (read.length > 0 ? read : first).map(({ x }) => x);
  const middle = xs.length > 0 ? (Math.min(...xs) + Math.max(...xs)) / 2 : 0;
  // A story stands beside its tower, in whatever row; the rest before all of them.
  const row = place.level === 'token' ? tower : first[0];
  return {
    middle: { x: tower?.x ?? middle, z: row?.z ?? 0 },
    forward: { x: 0, z: 1 },
    besideMetres: halfPlinth + signMetres,
    roomMetres: Infinity,
    isInRing: false,
    tower,
  };
}

/** In the middle of the ring, with the prompt's towers behind it; where these close it, seen through the gate. */
function ringSite(
  { shown }: CityPlan,
  tower: GroundPoint | undefined,
  promptTokenCount: number,
): ExhibitSite {
  const { radiusMetres } = ringCircle(shown.length);
  const read = shown.filter(({ position }) => position < promptTokenCount);
  const x = read.reduce((sum, each) => sum + each.x, 0);
  const z = read.reduce((sum, each) => sum + each.z, 0);
  const metres = Math.hypot(x, z);
  const isOpen = metres > 0.2 * radiusMetres * read.length;
  return {
    middle: { x: 0, z: 0 },
    forward: isOpen ? { x: x / metres, z: z / metres } : { x: 0, z: 1 },
    besideMetres: radiusMetres + halfPlinth + 0.5,
    roomMetres: 1.7 * (radiusMetres - halfPlinth),
    isInRing: true,
    tower,
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
  const { forward, isInRing } = site;
  const top = floors.baseMetres(layer) - 0.01;
  const sine = Math.max(0, Math.min(Math.sin(steepestRadians), (top - lowestMetres) / size.height));
  const cosine = Math.sqrt(1 - sine * sine);
  const deep = cosine * size.height;
  const before = isInRing ? deep / 2 : halfTower + slabMetres + deep;
  return {
    origin: originAt(site, { across: -size.width / 2, y: top - sine * size.height, before }),
    right: rightOf(forward),
    up: { x: cosine * forward.x, y: sine, z: cosine * forward.z },
    normal: { x: -sine * forward.x, y: cosine, z: -sine * forward.z },
    slab: isInRing ? undefined : { x: slabMetres * forward.x, y: 0.01, z: slabMetres * forward.z },
  };
}

/** A token's story: upright beside its tower, where the reading goes on, or beside the whole ring. */
export function storyFrame(site: ExhibitSite): ExhibitFrame {
  const { forward, isInRing, besideMetres } = site;
  const before = isInRing ? 0 : halfPlinth + beforeMetres;
  return {
    origin: originAt(site, { across: besideMetres, y: storyBaseMetres, before }),
    right: rightOf(forward),
    up: { x: 0, y: 1, z: 0 },
    normal: { x: -forward.x, y: 0, z: -forward.z },
    slab: undefined,
  };
}

function rightOf({ x, z }: GroundPoint): Vec3 {
  return { x: z, y: 0, z: -x };
}

function originAt(
  { middle, forward }: ExhibitSite,
  at: { readonly across: number; readonly y: number; readonly before: number },
): Vec3 {
  const right = rightOf(forward);
  return {
    x: middle.x + right.x * at.across - forward.x * at.before,
    y: at.y,
    z: middle.z + right.z * at.across - forward.z * at.before,
  };
}

/** Floors as a story's rows follow them, metres above its lower edge. */
export function storyFloors({ floors, shape }: CityPlan): readonly FloorSpan[] {
  return Array.from({ length: shape.layerCount }, (_, layer) => ({
    bottom: floors.baseMetres(layer) - storyBaseMetres,
    top: floors.baseMetres(layer + 1) - storyBaseMetres,
  }));
}

/** What stands behind or beside an exhibit and should be seen with it: points of the city. */
export function exhibitSurroundings(
  { floors, crownMetres }: CityPlan,
  { middle, forward, isInRing, tower }: ExhibitSite,
  place: ExhibitPlace,
): readonly Vec3[] {
  if (place.level === 'token') {
    if (!tower) return [];
    return [-halfPlinth, halfPlinth].flatMap((across) =>
      [0, crownMetres].map((y) => ({
        x: tower.x + forward.z * across - forward.x * halfPlinth,
        y,
        z: tower.z - forward.x * across - forward.z * halfPlinth,
      })),
    );
  }
  if (isInRing) return [];
  const y = floors.baseMetres(place.layer + 1) + 0.4;
  return [{ x: middle.x - forward.x * halfTower, y, z: middle.z - forward.z * halfTower }];
}

export function pointOnExhibit(frame: ExhibitFrame, right: number, up: number, out = 0): Vec3 {
  const { origin } = frame;
  return {
    x: origin.x + frame.right.x * right + frame.up.x * up + frame.normal.x * out,
    y: origin.y + frame.right.y * right + frame.up.y * up + frame.normal.y * out,
    z: origin.z + frame.right.z * right + frame.up.z * up + frame.normal.z * out,
  };
}
