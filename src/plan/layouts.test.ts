import { expect, test } from 'vitest';
import type { Vec3 } from '#contract/preview.ts';
import { layouts } from '#contract/view-choice.ts';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { bundledShape as shape } from '#tests/support/avenue.ts';
import { blockRowTowers } from './blocks-places.ts';
import { cityMeasures } from './city-measures.ts';
import { cityPlan, cityPoint, withOpenLayers } from './city-plan.ts';
import type { CityPlan } from './city-plan.ts';
import { paneRect } from './facade-plan.ts';
import type { WallSite } from './facade-plan.ts';
import { faces } from './face.ts';
import { pick } from './pick.ts';
import { billboardBaseMetres, facingFace, signMeasures } from './sign-measures.ts';
import { targetFrames } from './target-frames.ts';
import { pointFromTower, pointToTower } from './tower-place.ts';

const binCounts: Record<WallSite, number> = {
  'attn.hook_z': 72,
  'mlp.hook_post': 64,
  hook_resid_post: 64,
};
const sites = Object.keys(binCounts) as WallSite[];

function plansOf(tokenCount: number): CityPlan[] {
  return layouts.flatMap((layout) => {
    const open = cityPlan({ tokenCount, shape, layout });
    return [open, withOpenLayers(open, [4]), withOpenLayers(open, [0, 7, 8, 12, 20, 29])];
  });
}

test('a ray to a pane’s middle picks this pane, in every layout and with folded floors', () => {
  const random = createSeededRandom(11);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (const plan of plansOf(40)) {
    for (let nth = 0; nth < 150; nth += 1) {
      const place = plan.shown[below(plan.shown.length)];
      const face = faces[below(4)] ?? 'street';
      const site = sites[below(3)] ?? 'attn.hook_z';
      if (!place) throw new Error('There should be a tower.');
      const { position } = place;
      const bin = below(binCounts[site]);
      const layer = below(shape.layerCount);
      const rect = paneRect(site, bin, shape, face);
      const [u, v] = [(rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2];
      const at = { position, layer, face, u, v };
      const eye = cityPoint(plan, { ...at, out: 0.3 });
      const to = cityPoint(plan, at);
      const found = pick(rayTo(eye, to), sceneOf(plan, eye));
      expect(found?.target).toEqual({ kind: 'bin', site, position, layer, bin });
      expect(found?.distanceMetres).toBeCloseTo(0.3, 6);
    }
  }
});

function rayTo(origin: Vec3, to: Vec3): { readonly origin: Vec3; readonly direction: Vec3 } {
  const away = { x: to.x - origin.x, y: to.y - origin.y, z: to.z - origin.z };
  const metres = Math.hypot(away.x, away.y, away.z);
  return {
    origin,
    direction: { x: away.x / metres, y: away.y / metres, z: away.z / metres },
  };
}

function sceneOf(plan: CityPlan, eye: Vec3): Parameters<typeof pick>[1] {
  return {
    plan,
    eye,
    beams: undefined,
    risenLayers: () => Infinity,
    billboardsShown: true,
    lens: undefined,
    toleranceRadians: 0.0002,
  };
}

test('billboards are picked where they face the eye, in every layout', () => {
  for (const plan of plansOf(20)) {
    for (const place of plan.shown) {
      for (const local of [
        { x: 0.4, y: plan.roofMetres + 1, z: -2.4 },
        { x: -0.3, y: plan.roofMetres + 1, z: 2.4 },
      ]) {
        const eye = pointFromTower(place, local);
        const face = facingFace(eye, place);
        expect(face).toBe(local.z < 0 ? 'street' : 'back');
        const out = signMeasures.billboardOutMetres + cityMeasures.towerMetres / 2;
        const to = pointFromTower(place, {
          x: 0,
          y: billboardBaseMetres(plan) + 0.8,
          z: Math.sign(local.z) * out,
        });
        const found = pick(rayTo(eye, to), sceneOf(plan, eye));
        expect(found?.target).toEqual({ kind: 'prediction', position: place.position });
      }
    }
  }
});

test('plinths never touch, whatever the layout and the number of towers', () => {
  for (const layout of layouts) {
    for (const tokenCount of [1, 2, 7, 8, 9, 16, 17, 24, 40]) {
      const { shown } = cityPlan({ tokenCount, shape, layout });
      for (const place of shown) {
        for (const other of shown) {
          if (other.position <= place.position) continue;
          expect(isApart(place, other), `${layout} ${String(tokenCount)}`).toBe(true);
        }
      }
    }
  }
});

type Place = CityPlan['shown'][number];

/** Whether some side of one of the two squares parts them. */
function isApart(a: Place, b: Place): boolean {
  const half = cityMeasures.plinthMetres / 2;
  const cornersIn = (of: Place, seen: Place): Vec3[] =>
    [-half, half].flatMap((x) =>
      [-half, half].map((z) => pointToTower(seen, pointFromTower(of, { x, y: 0, z }))),
    );
  return [cornersIn(a, b), cornersIn(b, a)].some((corners) =>
    [corners.map(({ x }) => x), corners.map(({ z }) => z)].some(
      (along) => Math.min(...along) >= half || Math.max(...along) <= -half,
    ),
  );
}

test('the ring is read clockwise as seen from above, walls inward, within 11.5 m', () => {
  for (const tokenCount of [3, 9, 24, 90]) {
    const { shown } = cityPlan({ tokenCount, shape, layout: 'ring' });
    expect(shown.length).toBe(Math.min(24, tokenCount));
    const radii = shown.map(({ x, z }) => Math.hypot(x, z));
    expect(Math.max(...radii)).toBeLessThanOrEqual(11.5);
    expect(Math.min(...radii)).toBeGreaterThanOrEqual(4);
    for (const [order, place] of shown.entries()) {
      const before = pointFromTower(place, { x: 0, y: 0, z: -1 });
      expect(Math.hypot(before.x, before.z)).toBeCloseTo((radii[order] ?? 0) - 1, 9);
      const next = shown[order + 1];
      if (!next) continue;
      // From +z to +x is clockwise in a left-handed city.
      expect(place.z * next.x - place.x * next.z).toBeGreaterThan(0);
      // Whoever stands inside reads the next tower to the right.
      expect(pointToTower(place, { x: next.x, y: 0, z: next.z }).x).toBeGreaterThan(0);
    }
  }
});

test('blocks are read like lines of a page, 16 towers each, rows at least 6 m apart', () => {
  const { shown } = cityPlan({ tokenCount: 40, shape, layout: 'blocks' });
  for (const place of shown) {
    expect(place.z).toBe(Math.floor(place.position / blockRowTowers) * cityMeasures.rowMetres);
    expect(place.x).toBeCloseTo((place.position % 16) * cityMeasures.pitchMetres, 12);
  }
  expect(cityMeasures.rowMetres).toBeGreaterThanOrEqual(6);
});

test('only towers that stand are outlined, a layer around each row or each tower of the ring', () => {
  const eye = { x: 0, y: 5, z: -30 };
  const lens = undefined;
  const ring = cityPlan({ tokenCount: 90, shape, layout: 'ring' });
  expect(targetFrames({ kind: 'token', position: 40 }, { plan: ring, eye, lens })).toEqual([]);
  expect(targetFrames({ kind: 'token', position: 80 }, { plan: ring, eye, lens })).toHaveLength(4);
  const layer = { kind: 'layer', layer: 3 } as const;
  expect(targetFrames(layer, { plan: ring, eye, lens })).toHaveLength(48);
  const blocks = cityPlan({ tokenCount: 40, shape, layout: 'blocks' });
  expect(targetFrames(layer, { plan: blocks, eye, lens })).toHaveLength(12);
});
