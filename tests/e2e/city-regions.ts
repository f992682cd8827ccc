import type { ModelShape } from '#contract/model-shape.ts';
import type { Vec3 } from '#contract/preview.ts';
import { avenuePlan, floorBaseMetres, towerMiddleMetres } from '#tests/support/avenue.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import type { CanvasRegion } from './canvas-region.ts';
import type { CityPage } from './city-page.ts';

/** Parts of the picture that a control is expected to change. */
export type RegionName =
  'whole' | 'towers' | 'newest tower' | 'next tower' | 'roofs' | 'plinths' | 'street';

interface Box {
  readonly from: Vec3;
  readonly to: Vec3;
}

/** Room of the billboards above the roofs. */
const billboardMetres = 1.7;

/** @param position - the token whose tower is called the newest */
function boxOf(name: Exclude<RegionName, 'whole'>, position: number, shape: ModelShape): Box {
  const plan = avenuePlan(position + 1, shape);
  const half = cityMeasures.plinthMetres / 2;
  const wall = cityMeasures.towerMetres / 2;
  const left = -half;
  const right = towerMiddleMetres(position) + half;
  const top = plan.roofMetres;
  const floor = floorBaseMetres(0);
  const tower = (at: number): Box => ({
    from: { x: towerMiddleMetres(at) - wall, y: floor, z: -wall },
    to: { x: towerMiddleMetres(at) + wall, y: top, z: -wall },
  });
  switch (name) {
    case 'towers':
      return { from: { x: left, y: floor, z: -wall }, to: { x: right, y: top, z: wall } };
    case 'newest tower':
      return tower(position);
    case 'next tower':
      return tower(position + 1);
    case 'roofs': {
      const roof = plan.crownMetres + billboardMetres;
      return { from: { x: left, y: top, z: -half }, to: { x: right, y: roof, z: half } };
    }
    case 'plinths':
      return { from: { x: left, y: 0, z: -half }, to: { x: right, y: floor, z: half } };
    case 'street':
      return { from: { x: left, y: 0, z: -4 }, to: { x: right, y: 0, z: -half } };
  }
}

/** Where a named part of the city stands on the canvas now, cut to what is seen. */
export async function regionOf(
  city: CityPage,
  name: RegionName,
  at: { readonly position: number; readonly shape: ModelShape },
): Promise<CanvasRegion> {
  const size = city.page.viewportSize() ?? { width: 0, height: 0 };
  if (name === 'whole') return { x: 0, y: 0, ...size };
  const { from, to } = boxOf(name, at.position, at.shape);
  const corners = [from.x, to.x].flatMap((x) =>
    [from.y, to.y].flatMap((y) => [from.z, to.z].map((z) => ({ x, y, z }))),
  );
  const seen = (await city.project(corners)).filter((point) => point !== undefined);
  const clip = (value: number, limit: number): number =>
    Math.round(Math.min(limit, Math.max(0, value)));
  const xs = seen.map(({ x }) => clip(x, size.width));
  const ys = seen.map(({ y }) => clip(y, size.height));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const region = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
  if (!(region.width >= 4 && region.height >= 4)) throw new Error(`“${name}” is out of sight.`);
  return region;
}
