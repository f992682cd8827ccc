import { expect, test } from 'vitest';
import type { Target } from '#contract/intent.ts';
import type { CameraPose, Vec3 } from '#contract/preview.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { cityPlan, cityPoint } from '#plan/city-plan.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { pick } from '#plan/pick.ts';
import { pointToTower } from '#plan/tower-place.ts';
import { bundledShape as shape } from '#tests/support/avenue.ts';
import { projectPoint } from './camera-lens.ts';
import { poseOfTarget, poseOfView } from './camera-views.ts';
import { normalize, subtract, vec3 } from './vector.ts';
import type { ViewScene } from './view-scene.ts';

const desktop = { width: 1600, height: 900 };
const phone = { width: 390, height: 844 };

function sceneOf(plan: CityPlan, size = desktop): ViewScene {
  const newest = Math.max(0, plan.tokenCount - 1);
  return { plan, size, position: newest, newest };
}

function plansOf(tokenCount: number): CityPlan[] {
  return (['ring', 'blocks'] as const).flatMap((layout) =>
    [[], [3, 12]].map((openLayers) => cityPlan({ tokenCount, shape, layout, openLayers })),
  );
}

/** Towers the eye stands in, plinth and billboard included. */
function towersAround({ position: eye }: CameraPose, plan: CityPlan): number[] {
  const half = cityMeasures.plinthMetres / 2;
  return plan.shown.flatMap((place) => {
    const { x, z } = pointToTower(place, eye);
    const isIn = Math.max(Math.abs(x), Math.abs(z)) < half && eye.y < plan.crownMetres + 1.7;
    return isIn ? [place.position] : [];
  });
}

test('the overview of ring and blocks frames every tower that stands, on a desktop and on a phone', () => {
  for (const size of [desktop, phone]) {
    for (const tokenCount of [1, 5, 24, 64]) {
      for (const plan of plansOf(tokenCount)) {
        const pose = poseOfView('overview', sceneOf(plan, size));
        for (const { x, z } of plan.shown) {
          for (const y of [0, plan.crownMetres + 1.5]) {
            const at = projectPoint(pose, size, vec3(x, y, z));
            expect(at?.x).toBeGreaterThan(0);
            expect(at?.x).toBeLessThan(size.width);
            expect(at?.y).toBeGreaterThan(0);
            expect(at?.y).toBeLessThan(size.height);
          }
        }
      }
    }
  }
});

test('views of no tower, of one and of many stand above the street and outside the towers', () => {
  for (const view of ['overview', 'street', 'close'] as const) {
    for (const tokenCount of [0, 1, 5, 40, 128]) {
      for (const plan of plansOf(tokenCount)) {
        const pose = poseOfView(view, sceneOf(plan));
        expect(pose.position.y).toBeGreaterThan(0);
        expect(towersAround(pose, plan), `${plan.layout} ${view}`).toEqual([]);
      }
    }
  }
});

/** What the eye meets on its way to a point. */
function metAt(plan: CityPlan, eye: Vec3, to: Vec3): Target | undefined {
  const scene = {
    plan,
    eye,
    beams: undefined,
    risenLayers: () => Infinity,
    billboardsShown: true,
    lens: undefined,
    toleranceRadians: 0.001,
  };
  return pick({ origin: eye, direction: normalize(subtract(to, eye)) }, scene)?.target;
}

/** Floors of a tower's inner wall that nothing hides from the eye. */
function floorsSeen(plan: CityPlan, eye: Vec3, position: number): number {
  return Array.from({ length: shape.layerCount }, (_, layer) => layer).filter((layer) => {
    const at = { position, layer, face: 'street', u: 0.7, v: 0.4 } as const;
    const met = metAt(plan, eye, cityPoint(plan, at));
    const isMet = met && 'position' in met && met.position === position;
    return isMet && 'layer' in met && met.layer === layer;
  }).length;
}

test('from the ring’s overview at least half of the inner walls can be read, most of each', () => {
  for (const tokenCount of [5, 8, 12, 16, 20, 24]) {
    const plan = cityPlan({ tokenCount, shape, layout: 'ring' });
    const { position: eye } = poseOfView('overview', sceneOf(plan));
    const shares = plan.shown.map(({ position }) => floorsSeen(plan, eye, position) / 30);
    const read = shares.filter((share) => share >= 0.5);
    expect(read.length / shares.length, shares.join(' ')).toBeGreaterThanOrEqual(0.5);
  }
});

test('the street view of the ring stands inside the circle and looks at the tower in the foreground', () => {
  for (const tokenCount of [5, 24]) {
    const plan = cityPlan({ tokenCount, shape, layout: 'ring' });
    const { position: eye, target } = poseOfView('street', sceneOf(plan));
    const place = plan.towers[tokenCount - 1];
    if (!place) throw new Error('The newest tower should stand.');
    expect(Math.hypot(eye.x, eye.z)).toBeLessThan(Math.hypot(place.x, place.z) - 1.5);
    expect(Math.hypot(target.x - place.x, target.z - place.z)).toBeLessThan(0.1);
  }
});

test('the pose of a head or a window meets that very thing, in ring and blocks, folded or not', () => {
  for (const plan of plansOf(40)) {
    for (const { position } of plan.shown) {
      const layer = (position * 7) % 30;
      const targets: Target[] = [
        { kind: 'head', position, layer, head: 4 },
        { kind: 'bin', site: 'mlp.hook_post', position, layer, bin: 30 },
      ];
      for (const target of targets) {
        const pose = poseOfTarget(target, sceneOf(plan));
        expect(towersAround(pose, plan)).toEqual([]);
        expect(metAt(plan, pose.position, pose.target)).toMatchObject({ position, layer });
      }
    }
  }
});

test('the pose of a beam stands outside the towers, and what is not shown is answered by the overview', () => {
  for (const plan of plansOf(40)) {
    const shown = plan.shown.map(({ position }) => position);
    for (const key of shown) {
      const beam = { kind: 'beam', layer: 14, head: 3, query: 39, key } as const;
      expect(towersAround(poseOfTarget(beam, sceneOf(plan)), plan), String(key)).toEqual([]);
    }
  }
  const ring = cityPlan({ tokenCount: 90, shape, layout: 'ring' });
  const overview = poseOfView('overview', sceneOf(ring));
  expect(poseOfTarget({ kind: 'token', position: 30 }, sceneOf(ring))).toEqual(overview);
});
