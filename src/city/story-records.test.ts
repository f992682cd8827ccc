import { expect, test } from 'vitest';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import { texelLayout } from '#contract/texel-layout.ts';
import { initialState } from '#store/initial-state.ts';
import { fakeOverview, fakeShape } from '#tests/fakes/fake-run.ts';
import {
  branchesPerLayer,
  branchTexels,
  particleCount,
  particlesPerStorey,
  writeBranches,
} from './story-records.ts';

const columns = texelLayout(fakeShape);
const { settings } = initialState;
const floats = branchTexels * 4;
type Branch = 'attention reads' | 'attention writes' | 'feed-forward reads' | 'feed-forward writes';
const order: readonly Branch[] = [
  'attention reads',
  'attention writes',
  'feed-forward reads',
  'feed-forward writes',
];

/** Every number of light 0, but these of layer 1. */
function overviewWith(texels: Readonly<Record<number, number>>): DecodedOverview {
  return fakeOverview(0, (overview) => {
    overview.texels.fill(0);
    for (const [column, value] of Object.entries(texels)) {
      overview.texels[columns.width + Number(column)] = value;
    }
  });
}

function recordsOf(
  overview: DecodedOverview,
  change: Partial<typeof settings> = {},
): (layer: number, branch: Branch) => readonly number[] {
  const recordsArray = new Float32Array(fakeShape.layerCount * branchesPerLayer * floats);
  writeBranches(recordsArray, {
    shape: fakeShape,
    overview,
    settings: { ...settings, ...change },
    isFolded: (layer) => layer === 2,
    pointAt: (layer, { u, v, out }) => ({ x: u, y: 0.5 * layer + v, z: -out }),
  });
  return (layer, branch) => {
    const at = (layer * branchesPerLayer + order.indexOf(branch)) * floats;
    return [...recordsArray.subarray(at, at + floats)];
  };
}

const radius = (record: readonly number[]): number => record[3] ?? NaN;
const light = (record: readonly number[]): number =>
  (record[12] ?? NaN) + (record[13] ?? NaN) + (record[14] ?? NaN);

test('a branch that writes is as thick and bright as what it adds, and brings as many points of light', () => {
  const seen = [0, 60, 128, 255].map((code) => {
    const records = recordsOf(overviewWith({ [columns.added.first]: code }));
    const record = records(1, 'attention writes');
    expect(record[11]).toBeCloseTo(particleCount(code) / particlesPerStorey);
    expect(records(1, 'feed-forward writes')[11]).toBe(0);
    return { radius: radius(record), light: light(record), count: particleCount(code) };
  });
  expect(seen.map(({ count }) => count)).toEqual([0, 2, 4, particlesPerStorey]);
  for (const [nth, each] of seen.entries()) {
    if (nth === 0) continue;
    expect(each.radius).toBeGreaterThan(seen[nth - 1]?.radius ?? Infinity);
    expect(each.light).toBeGreaterThan(seen[nth - 1]?.light ?? Infinity);
  }
});

test('a collar is as bright as the façade has it: the square of the LayerNorm scale’s code', () => {
  const at = (code: number): number =>
    recordsOf(overviewWith({ [columns.scale.first + 1]: code }))(1, 'feed-forward reads')[11] ??
    NaN;
  expect(at(200) / at(100)).toBeCloseTo(4);
  expect(at(0)).toBe(0);
});

test('what takes away is told apart, and points rise one floor', () => {
  const away = recordsOf(overviewWith({ [columns.against.first]: 255 }));
  expect(away(1, 'attention writes')[15]).toBeCloseTo(-0.5);
  expect(away(1, 'feed-forward writes')[15]).toBeCloseTo(0.5);
});

test('[OV6] a layer that was not computed has no branches, nor has what is switched off', () => {
  const stopped = fakeOverview(0, ({ lnScale }) => lnScale.fill(0, 4));
  const records = recordsOf(stopped);
  for (const branch of order) {
    expect(radius(records(1, branch))).toBeGreaterThan(0);
    expect(radius(records(2, branch))).toBe(0);
  }
  const shown = { ...settings.shown, attention: false };
  const some = recordsOf(stopped, { shown });
  expect(radius(some(1, 'attention writes'))).toBe(0);
  expect(radius(some(1, 'feed-forward writes'))).toBeGreaterThan(0);
  const none = recordsOf(stopped, { shown: { ...settings.shown, residual: false } });
  for (const branch of order) expect(radius(none(1, branch))).toBe(0);
});

test('a branch is lit when its storey is reached, and dimmed with its layer', () => {
  const overview = overviewWith({ [columns.added.first]: 255 });
  const records = recordsOf(overview);
  expect(records(1, 'attention reads')[7]).toBe(1);
  expect(records(2, 'feed-forward writes')[7]).toBe(2.5);
  const dimmed = recordsOf(overview, { isolatedLayer: 0 })(1, 'attention writes');
  expect(light(dimmed)).toBeCloseTo(0.1 * light(records(1, 'attention writes')));
});
