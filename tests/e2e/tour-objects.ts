import { expect } from '@playwright/test';
import type { Target } from '#contract/intent.ts';
import type { Vec3 } from '#contract/preview.ts';
import { tourPlace, type TourStop } from '#contract/tour-stop.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { bayRect } from '#plan/facade-plan.ts';
import type { FaceRect } from '#plan/face.ts';
import { targetFrames } from '#plan/target-frames.ts';
import { avenuePlan, avenuePoint, bundledShape } from '#tests/support/avenue.ts';
import type { CanvasRegion } from './canvas-region.ts';
import type { CityPage, PagePoint } from './city-page.ts';

const promptTokenCount = 5;
/** The token whose tower the tour is about. */
export const tourPosition = promptTokenCount - 1;
const position = tourPosition;
const { layer, head, keyPosition } = tourPlace;
const plan = avenuePlan(promptTokenCount);

/** What the tour marks in the city, as whatever points. */
export async function markedTarget(city: CityPage): Promise<Target | undefined> {
  return city.page.evaluate(() => window.neuralCity.preview.state.focus);
}

function wallCorners(
  at: { readonly position: number; readonly layer: number },
  rect: FaceRect,
): readonly Vec3[] {
  const { left, right, bottom, top } = rect;
  const face = 'street';
  return [
    avenuePoint({ ...at, face, u: left, v: bottom }),
    avenuePoint({ ...at, face, u: right, v: bottom }),
    avenuePoint({ ...at, face, u: right, v: top }),
    avenuePoint({ ...at, face, u: left, v: top }),
  ];
}

const wholeFloor: FaceRect = {
  left: 0,
  right: cityMeasures.towerMetres,
  bottom: 0,
  top: cityMeasures.floorMetres,
};

/** Corners of the stop's thing, city metres: of a floor, the part that the tour's own tower has. */
export async function cornersOf(stop: TourStop, city: CityPage): Promise<readonly Vec3[]> {
  switch (stop) {
    case 'token':
      return [0, bundledShape.layerCount - 1].flatMap((each) =>
        wallCorners({ position, layer: each }, wholeFloor),
      );
    case 'layer':
      return wallCorners({ position, layer }, wholeFloor);
    case 'attention weight':
    case 'visitor':
      return [keyPosition, position].flatMap((each) =>
        wallCorners({ position: each, layer }, bayRect(head, bundledShape, 'street')),
      );
    default:
      return outlineCorners(await markedTarget(city), city);
  }
}

/** Corners of a thing's outline, city metres; of the four walls, on the one that is looked at. */
export async function outlineCorners(
  target: Target | undefined,
  city: CityPage,
): Promise<readonly Vec3[]> {
  const { position: eye } = await city.pose();
  const frames = target ? targetFrames(target, { plan, eye, lens: undefined }) : [];
  const frame = frames.toSorted((a, b) => a.middle.z - b.middle.z).at(0);
  if (!frame) throw new Error(`There is no outline around ${JSON.stringify(target)}.`);
  const { middle, along, halfWidth, halfHeight } = frame;
  return [-1, 1].flatMap((x) =>
    [-1, 1].map((y) => ({
      x: middle.x + x * along.x * halfWidth,
      y: middle.y + y * halfHeight,
      z: middle.z + x * along.z * halfWidth,
    })),
  );
}

/** The box around points of the city on the page; whole, also where it reaches out of it. */
export async function boxAround(corners: readonly Vec3[], city: CityPage): Promise<CanvasRegion> {
  const points = await city.project(corners);
  const seen = points.filter((point): point is PagePoint => point !== undefined);
  expect(seen, 'all of it lies before the eye').toHaveLength(points.length);
  const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Middle and corners, the corners a little inside. */
function pointsIn({ x, y, width, height }: CanvasRegion): readonly PagePoint[] {
  return [
    [0.5, 0.5],
    [0.04, 0.04],
    [0.96, 0.04],
    [0.04, 0.96],
    [0.96, 0.96],
  ].map(([across = 0, down = 0]) => ({ x: x + across * width, y: y + down * height }));
}

/** What lies uppermost at points of the page; "outside" beyond its edges. */
async function uppermost(city: CityPage, points: readonly PagePoint[]): Promise<readonly string[]> {
  return city.page.evaluate(
    (list) =>
      list.map(({ x, y }) => {
        const found = document.elementFromPoint(x, y);
        return found === null ? 'outside' : found.id || found.className;
      }),
    points,
  );
}

/** Nothing of the page lies over a box, and none of it is beyond the page's edges. */
export async function expectInSight(
  what: string,
  box: CanvasRegion,
  city: CityPage,
): Promise<void> {
  const found = await uppermost(city, pointsIn(box));
  expect(found, `${what} is in sight`).toEqual(found.map(() => 'city'));
}

/** Away from the outline that marks it; a beam's ends are apart, its light runs between them. */
export function innerRegion(stop: TourStop, box: CanvasRegion): CanvasRegion {
  const isBeam = stop === 'attention weight' || stop === 'visitor';
  const inset = isBeam ? [0.2, 0] : [0.15, 0.15];
  const [across = 0, down = 0] = inset;
  return {
    x: Math.round(box.x + across * box.width),
    y: Math.round(box.y + down * box.height),
    width: Math.max(2, Math.round((1 - 2 * across) * box.width)),
    height: Math.max(2, Math.round((1 - 2 * down) * box.height)),
  };
}
