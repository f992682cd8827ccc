import { expect, test } from 'vitest';
import { avenuePlan } from '#tests/support/avenue.ts';
import { fakeShape } from '#tests/fakes/fake-run.ts';
import { withDrawer } from './drawer-mesh.ts';
import { towerMesh, towerParts } from './tower-mesh.ts';
import { cross, dot, subtract, vec3 } from './vector.ts';

const plan = avenuePlan(128, { ...fakeShape, layerCount: 30 });
const mesh = towerMesh(plan.shape);

const drawn = withDrawer(mesh);

function vertex(list: readonly number[], index: number): ReturnType<typeof vec3> {
  return vec3(list[index * 3] ?? 0, list[index * 3 + 1] ?? 0, list[index * 3 + 2] ?? 0);
}

test('128 towers and their mirror image stay far below the budget of triangles', () => {
  expect((mesh.indices.length / 3) * 128 * 2).toBeLessThan(20_000);
});

test('every triangle, the drawer’s too, turns its outside the way its normal points', () => {
  expect(drawn.indices.length).toBe(mesh.indices.length + 6 * 6);
  for (let i = 0; i < drawn.indices.length; i += 3) {
    const [ia = 0, ib = 0, ic = 0] = drawn.indices.slice(i, i + 3);
    const [a, b, c] = [ia, ib, ic].map((index) => vertex(drawn.positions, index));
    if (!a || !b || !c) throw new Error('A triangle has no corner.');
    const facing = cross(subtract(b, a), subtract(c, a));
    expect(dot(facing, vertex(drawn.normals, ia))).toBeGreaterThan(0);
  }
});

test('the walls go from the plinth to the roof and no part goes below the street', () => {
  const heights = mesh.positions.filter((_, index) => index % 3 === 1);
  expect(Math.min(...heights)).toBe(0);
  expect(Math.max(...heights)).toBeCloseTo(plan.crownMetres, 12);
  const wallHeights = heights.filter((_, index) => mesh.parts[index] === towerParts.wall);
  expect(Math.min(...wallHeights)).toBeCloseTo(0.6, 12);
  expect(Math.max(...wallHeights)).toBeCloseTo(plan.roofMetres, 12);
});
