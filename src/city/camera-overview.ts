import type { CameraPose, Vec3 } from '#contract/preview.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { ringCircle } from '#plan/ring-places.ts';
import { signMeasures } from '#plan/sign-measures.ts';
import { distanceToSee } from './camera-lens.ts';
import { add, normalize, scale, vec3 } from './vector.ts';
import { foregroundPlace } from './view-scene.ts';
import type { ViewScene } from './view-scene.ts';

/** More towers of an avenue than these do not fit legibly; the overview shows those around the foreground. */
const overviewTowerLimit = 22;
/** Room above the roofs for the billboards. */
export const billboardMetres = signMeasures.billboardHeightMetres + 0.08;
const reach = cityMeasures.plinthMetres / 2;

/** The pose that frames what stands, whatever the canvas's proportions. */
export function overviewPose(scene: ViewScene): CameraPose {
  switch (scene.plan.layout) {
    case 'avenue':
      return avenueOverview(scene);
    case 'ring':
      return ringOverview(scene);
    case 'blocks':
      return blocksOverview(scene);
  }
}

/** First and last tower of the avenue's overview: what stands and the next to rise, the selected one too. */
function avenueRange({ plan, position, newest }: ViewScene): readonly [number, number] {
  const next = Math.min(newest + 1, Math.max(0, plan.tokenCount - 1));
  const to = Math.min(Math.max(next, position), position + overviewTowerLimit - 1);
  return [Math.max(0, to - overviewTowerLimit + 1), to];
}

function avenueOverview(scene: ViewScene): CameraPose {
  const { plan, size } = scene;
  const [from, to] = avenueRange(scene);
  const xs = [(plan.towers[from]?.x ?? 0) - reach, (plan.towers[to]?.x ?? 0) + reach];
  const isPortrait = isUpright(scene);
  // Long avenues are seen more along, so that they do not shrink to a strip.
  const yaw = isPortrait ? 0.95 : Math.min(0.85, 0.42 + 0.02 * (to - from));
  const towardsEye = vec3(Math.sin(yaw), isPortrait ? 0.02 : -0.02, -Math.cos(yaw));
  const corners = boxCorners(xs, [-reach, reach], topOf(plan));
  const middle = vec3(((xs[0] ?? 0) + (xs[1] ?? 0)) / 2, topOf(plan) * 0.47, 0);
  return framed({
    corners,
    middle,
    towardsEye: normalize(towardsEye),
    size,
    lower: 0.06,
    margin: 0.16,
  });
}

/** From outside through the widest gap and over the near towers, so that the inner walls can be read. */
function ringOverview(scene: ViewScene): CameraPose {
  const { plan, size } = scene;
  const corners = plan.shown.flatMap(({ x, z }) =>
    [0, topOf(plan)].map((y) => vec3(x * outerShare(x, z), y, z * outerShare(x, z))),
  );
  const first = plan.shown[0]?.yawRadians ?? 0;
  const last = foregroundPlace({ ...scene, position: scene.newest }).yawRadians;
  const gapRadians = 2 * Math.PI - (last - first);
  const facing = last + gapRadians / 2;
  // Where most of the circle is open nothing stands in the way; a closed one is looked down into, the
  // narrower it is the steeper.
  const across = 2 * ringCircle(plan.shown.length).radiusMetres - cityMeasures.plinthMetres;
  const closed = Math.max(0.74, (0.95 * topOf(plan)) / across);
  const up = closed * (1 - 0.68 * smoothstep(0.25, 0.6, gapRadians / (2 * Math.PI)));
  const towardsEye = normalize(vec3(Math.sin(facing), up, Math.cos(facing)));
  const middle = vec3(0, topOf(plan) * 0.42, 0);
  return framed({ corners, middle, towardsEye, size, lower: 0.02, margin: 0.08 });
}

function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** From a tower's middle to the outer edge of its plinth. */
function outerShare(x: number, z: number): number {
  const metres = Math.hypot(x, z);
  return metres === 0 ? 1 : (metres + reach) / metres;
}

/** From in front and so high above that the rows behind look over the roofs. */
function blocksOverview(scene: ViewScene): CameraPose {
  const { plan, size } = scene;
  const xs = plan.shown.map(({ x }) => x);
  const zs = plan.shown.map(({ z }) => z);
  const across = [Math.min(0, ...xs) - reach, Math.max(0, ...xs) + reach];
  const deep = [-reach, Math.max(0, ...zs) + reach];
  const corners = boxCorners(across, deep, topOf(plan));
  const middle = vec3(
    ((across[0] ?? 0) + (across[1] ?? 0)) / 2,
    topOf(plan) * 0.42,
    ((deep[0] ?? 0) + (deep[1] ?? 0)) / 2,
  );
  // One row is an avenue; more are looked down upon.
  const up = (deep[1] ?? 0) >= cityMeasures.rowMetres ? 0.72 : 0.1;
  const towardsEye = normalize(vec3(0.16, up, -1));
  return framed({ corners, middle, towardsEye, size, lower: 0.03, margin: 0.06 });
}

function isUpright({ size }: ViewScene): boolean {
  return size.width < size.height;
}

function topOf(plan: CityPlan): number {
  return plan.crownMetres + billboardMetres;
}

function boxCorners(xs: readonly number[], zs: readonly number[], top: number): readonly Vec3[] {
  return xs.flatMap((x) => [0, top].flatMap((y) => zs.map((z) => vec3(x, y, z))));
}

interface Framing {
  readonly corners: readonly Vec3[];
  readonly middle: Vec3;
  readonly towardsEye: Vec3;
  readonly size: ViewScene['size'];
  /** The panel's bar covers the lower edge: the city stands higher than the middle, by that share of the distance. */
  readonly lower: number;
  /** Share of the view kept free on each side. */
  readonly margin: number;
}

function framed({ corners, middle, towardsEye, size, lower, margin }: Framing): CameraPose {
  const metres = distanceToSee(corners, middle, { towardsEye, size, margin });
  const target = add(middle, vec3(0, -lower * metres, 0));
  return { position: add(target, scale(towardsEye, metres)), target };
}
