import type { Ray, Vec3 } from '#contract/preview.ts';
import { xrScales } from '#contract/xr-command.ts';
import type { XrScale } from '#contract/xr-command.ts';
import type { CityPlacement } from '#contract/xr.ts';
import type { CityPlan } from './city-plan.ts';
import { cityMeasures } from './city-measures.ts';
import { directionFromTower } from './tower-place.ts';
import type { TowerPlace } from './tower-place.ts';

/** How high the towers stand where the city rests, metres; at street scale as high as they are. */
const tallMetres = { table: 1.2, room: 3 } as const;
const smallestScale = 0.03;
const largestScale = 1.5;
/** Within that factor of a scale of rest a city that is let go comes to rest there. */
const snapFactor = 1.18;
/** A table's top is so far below the eyes, but never lower than a low stool. */
const tableBelowEyesMetres = 1.15;
const lowestTableMetres = 0.25;
/** What is set before somebody stands so far off, at least. */
const beforeMetres = 0.45;
/** From the eyes to the wall of a tower that was brought here. */
const towerBeforeMetres = 0.7;

/** Who is inside: the eyes' place and the direction they look in, room metres. */
export interface XrHead {
  readonly point: Vec3;
  readonly direction: Vec3;
}

/** A point of the city in the room. */
export function roomPoint(placement: CityPlacement, point: Vec3): Vec3 {
  const { origin, scale } = placement;
  const turned = roomDirection(placement, point);
  return {
    x: origin.x + scale * turned.x,
    y: origin.y + scale * turned.y,
    z: origin.z + scale * turned.z,
  };
}

/** A direction in the city as one in the room; lengths stay. */
export function roomDirection({ yawRadians }: CityPlacement, { x, y, z }: Vec3): Vec3 {
  const [cos, sin] = [Math.cos(yawRadians), Math.sin(yawRadians)];
  return { x: x * cos + z * sin, y, z: z * cos - x * sin };
}

/** The inverse of `roomPoint`. */
export function cityPointOf(placement: CityPlacement, point: Vec3): Vec3 {
  const { origin, scale } = placement;
  return cityDirectionOf(placement, {
    x: (point.x - origin.x) / scale,
    y: (point.y - origin.y) / scale,
    z: (point.z - origin.z) / scale,
  });
}

/** A ray of the room as one in the city. */
export function cityRayOf(placement: CityPlacement, { origin, direction }: Ray): Ray {
  return {
    origin: cityPointOf(placement, origin),
    direction: cityDirectionOf(placement, direction),
  };
}

/** The inverse of `roomDirection`. */
export function cityDirectionOf({ yawRadians }: CityPlacement, { x, y, z }: Vec3): Vec3 {
  const [cos, sin] = [Math.cos(yawRadians), Math.sin(yawRadians)];
  return { x: x * cos - z * sin, y, z: z * cos + x * sin };
}

/** Scaled, turned and moved so that `cityAt` comes to lie at `roomAt`. */
export function placedAt(
  cityAt: Vec3,
  roomAt: Vec3,
  turn: Pick<CityPlacement, 'yawRadians' | 'scale'>,
): CityPlacement {
  const scale = Math.min(largestScale, Math.max(smallestScale, turn.scale));
  const away = roomPoint({ origin: zero, yawRadians: turn.yawRadians, scale }, cityAt);
  const origin = { x: roomAt.x - away.x, y: roomAt.y - away.y, z: roomAt.z - away.z };
  return { origin, yawRadians: turn.yawRadians, scale };
}

const zero: Vec3 = { x: 0, y: 0, z: 0 };

/** Standing in the middle of the city, the tower of that token before one's eyes. */
export function placementInside(plan: CityPlan, head: XrHead, position: number): CityPlacement {
  const place = plan.towers[position] ?? plan.shown.at(-1);
  const towards = place && plan.layout === 'ring' ? Math.atan2(place.x, place.z) : 0;
  const at = plan.layout === 'ring' || !place ? zero : streetBefore(place);
  return placedAt(at, feet(head), { yawRadians: gazeRadians(head) - towards, scale: 1 });
}

/** In the avenue: on the street, some metres before a tower. */
function streetBefore(place: TowerPlace): Vec3 {
  const out = directionFromTower(place, { x: 0, y: 0, z: -4 });
  return { x: place.x + out.x, y: 0, z: place.z + out.z };
}

/** The whole city at a scale of rest, before whoever is inside, or around them at street scale. */
export function placementAtRest(
  plan: CityPlan,
  rest: XrScale,
  head: XrHead,
  position: number,
): CityPlacement {
  if (rest === 'street') return placementInside(plan, head, position);
  const scale = scaleOf(plan, rest);
  const { middle, reachMetres } = extentOf(plan);
  const away = beforeMetres + Math.min(1.6, reachMetres * scale);
  const floor =
    rest === 'room' ? 0 : Math.max(lowestTableMetres, head.point.y - tableBelowEyesMetres);
  const gaze = gazeRadians(head);
  const at = {
    x: head.point.x + Math.sin(gaze) * away,
    y: floor,
    z: head.point.z + Math.cos(gaze) * away,
  };
  return placedAt(middle, at, { yawRadians: gaze, scale });
}

/** One tower life-size, its street wall before one's eyes. */
export function placementOfTower(place: TowerPlace, head: XrHead): CityPlacement {
  const outward = directionFromTower(place, { x: 0, y: 0, z: -1 });
  const gaze = gazeRadians(head);
  const yawRadians = gaze + Math.PI - Math.atan2(outward.x, outward.z);
  const away = towerBeforeMetres + cityMeasures.towerMetres / 2;
  const at = {
    x: head.point.x + Math.sin(gaze) * away,
    y: 0,
    z: head.point.z + Math.cos(gaze) * away,
  };
  return placedAt({ x: place.x, y: 0, z: place.z }, at, { yawRadians, scale: 1 });
}

/** Where one stands stays where one stands; only the floor of that layer is underfoot now. */
export function placementOnFloor(
  placement: CityPlacement,
  plan: CityPlan,
  layer: number | undefined,
): CityPlacement {
  const rise = layer === undefined ? 0 : plan.floors.baseMetres(layer) * placement.scale;
  return { ...placement, origin: { ...placement.origin, y: -rise } };
}

/** The place under `landing` (room metres) comes under the feet. */
export function placementMoved(placement: CityPlacement, from: Vec3, landing: Vec3): CityPlacement {
  const { origin } = placement;
  const moved = { x: origin.x + from.x - landing.x, z: origin.z + from.z - landing.z };
  return { ...placement, origin: { ...moved, y: origin.y + from.y - landing.y } };
}

/** Turned about a point of the room: positive turns whoever stands there to their right. */
export function placementTurned(
  placement: CityPlacement,
  at: Vec3,
  radians: number,
): CityPlacement {
  const yawRadians = placement.yawRadians - radians;
  return placedAt(cityPointOf(placement, at), at, { yawRadians, scale: placement.scale });
}

/** Made larger or smaller about a point of the room. */
export function placementScaled(placement: CityPlacement, at: Vec3, factor: number): CityPlacement {
  const { yawRadians, scale } = placement;
  return placedAt(cityPointOf(placement, at), at, { yawRadians, scale: scale * factor });
}

/** Let go near a scale of rest the city rests there, about that point of the room. */
export function placementSnapped(
  placement: CityPlacement,
  plan: CityPlan,
  at: Vec3,
): CityPlacement {
  for (const rest of xrScales) {
    const factor = scaleOf(plan, rest) / placement.scale;
    if (factor < snapFactor && factor > 1 / snapFactor)
      return placementScaled(placement, at, factor);
  }
  return placement;
}

export function scaleOf(plan: Pick<CityPlan, 'roofMetres'>, rest: XrScale): number {
  return rest === 'street' ? 1 : tallMetres[rest] / plan.roofMetres;
}

/** The scale of rest to which a city of that scale is nearest, as factors are. */
export function restNear(plan: Pick<CityPlan, 'roofMetres'>, scale: number): XrScale {
  let nearest: XrScale = 'street';
  const away = (rest: XrScale): number => Math.abs(Math.log(scale / scaleOf(plan, rest)));
  for (const rest of xrScales) if (away(rest) < away(nearest)) nearest = rest;
  return nearest;
}

/** Direction of a look along the ground, 0 at +z. */
export function gazeRadians({ direction }: XrHead): number {
  return Math.atan2(direction.x, direction.z);
}

function feet({ point }: XrHead): Vec3 {
  return { x: point.x, y: 0, z: point.z };
}

/** Middle of all towers on the street, and how far the farthest stands from it. */
function extentOf({ layout, shown }: CityPlan): {
  readonly middle: Vec3;
  readonly reachMetres: number;
} {
  if (layout === 'ring') {
    return {
      middle: zero,
      reachMetres: 1 + Math.max(0, ...shown.map(({ x, z }) => Math.hypot(x, z))),
    };
  }
  const xs = shown.map(({ x }) => x);
  const zs = shown.map(({ z }) => z);
  const [left, right] = [Math.min(0, ...xs), Math.max(0, ...xs)];
  const [near, far] = [Math.min(0, ...zs), Math.max(0, ...zs)];
  const middle = { x: (left + right) / 2, y: 0, z: (near + far) / 2 };
  return { middle, reachMetres: Math.hypot(right - left, far - near) / 2 + 1 };
}
