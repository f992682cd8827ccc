import { expect, test } from 'vitest';
import { cityMeasures } from './city-measures.ts';
import { spineRect, storeyRect } from './facade-plan.ts';
import { branchCurve, type BranchCurve, type BranchPoint } from './story-branches.ts';

const storeys = ['attention', 'feed-forward'] as const;
const ways = ['read', 'write'] as const;
const branches = storeys.flatMap((storey) => ways.map((way) => ({ storey, way })));

function pointOf([start, bend, end]: BranchCurve, t: number): BranchPoint {
  const at = (axis: keyof BranchPoint): number =>
    (1 - t) ** 2 * start[axis] + 2 * t * (1 - t) * bend[axis] + t * t * end[axis];
  return { u: at('u'), v: at('v'), out: at('out') };
}

test('what is read leaves the spine and ends at the wall, what is written goes back', () => {
  const { left, right } = spineRect('street');
  for (const { storey, way } of branches) {
    const curve = branchCurve(storey, way);
    const [spine, wall] = way === 'read' ? [curve[0], curve[2]] : [curve[2], curve[0]];
    expect(spine.u).toBeGreaterThan(left);
    expect(spine.u).toBeLessThan(right);
    expect(spine.out).toBeGreaterThan(cityMeasures.spineReliefMetres);
    expect(wall.u).toBeLessThan(left - cityMeasures.gutterMetres);
    expect(wall.out).toBe(0);
  }
});

test('where a branch is before the windows it keeps to the band between two storeys', () => {
  for (const { storey, way } of branches) {
    const curve = branchCurve(storey, way);
    for (let t = 0; t <= 1; t += 0.02) {
      const { u, v, out } = pointOf(curve, t);
      expect(out).toBeGreaterThanOrEqual(0);
      if (u > storeyRect(storey, 'street').right) continue;
      for (const windows of storeys.map((each) => storeyRect(each, 'street'))) {
        const isInside = v > windows.bottom + 0.02 && v < windows.top - 0.02;
        expect(isInside, `${storey} ${way} at ${String(t)}`).toBe(false);
      }
    }
  }
});

test('a storey is read for from below and writes above itself', () => {
  for (const storey of storeys) {
    const { bottom, top } = storeyRect(storey, 'street');
    expect(branchCurve(storey, 'read')[2].v).toBeLessThanOrEqual(bottom);
    expect(branchCurve(storey, 'write')[0].v).toBeGreaterThanOrEqual(top - 0.012);
    expect(branchCurve(storey, 'write')[2].v).toBeGreaterThan(branchCurve(storey, 'write')[0].v);
  }
});
