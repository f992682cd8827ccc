import { expect, test } from 'vitest';
import type { ModelShape } from '#contract/model-shape.ts';
import { cityMeasures } from './city-measures.ts';
import { bayRect, paneRect, spineRect, storeyRect } from './facade-plan.ts';
import type { WallSite } from './facade-plan.ts';
import { faces } from './face.ts';
import type { FaceRect } from './face.ts';

const shape: ModelShape = {
  layerCount: 30,
  width: 576,
  headCount: 9,
  kvHeadCount: 3,
  headWidth: 64,
  neuronCount: 1536,
  vocabularySize: 49152,
  contextLength: 2048,
};
const sites: readonly (readonly [WallSite, number])[] = [
  ['attn.hook_z', 72],
  ['mlp.hook_post', 64],
  ['hook_resid_post', 64],
];
const slack = 1e-9;

function isWithin(inner: FaceRect, outer: FaceRect): boolean {
  return (
    inner.left >= outer.left - slack &&
    inner.right <= outer.right + slack &&
    inner.bottom >= outer.bottom - slack &&
    inner.top <= outer.top + slack
  );
}

function overlaps(a: FaceRect, b: FaceRect): boolean {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

test('panes of a floor never overlap, on any wall', () => {
  for (const face of faces) {
    const panes = sites.flatMap(([site, count]) =>
      Array.from({ length: count }, (_, bin) => paneRect(site, bin, shape, face)),
    );
    const clashes = panes.filter((pane, index) =>
      panes.slice(index + 1).some((other) => overlaps(pane, other)),
    );
    expect(clashes).toEqual([]);
    expect(panes.every(({ left, right, bottom, top }) => right > left && top > bottom)).toBe(true);
  }
});

test('each pane lies in the bay of its head, in its storey or on the spine', () => {
  for (const face of faces) {
    for (let bin = 0; bin < 72; bin += 1) {
      const bay = bayRect(Math.floor(bin / 8), shape, face);
      expect(isWithin(paneRect('attn.hook_z', bin, shape, face), bay)).toBe(true);
      expect(isWithin(bay, storeyRect('attention', face))).toBe(true);
    }
    for (let bin = 0; bin < 64; bin += 1) {
      const storey = storeyRect('feed-forward', face);
      expect(isWithin(paneRect('mlp.hook_post', bin, shape, face), storey)).toBe(true);
      const spine = spineRect(face);
      expect(isWithin(paneRect('hook_resid_post', bin, shape, face), spine)).toBe(true);
    }
  }
});

test('bin i of a wall stands in column ⌊i / 4⌋ and row i mod 4, counted from the top', () => {
  const [first, second, fifth] = [0, 1, 4].map((bin) =>
    paneRect('mlp.hook_post', bin, shape, 'street'),
  );
  expect(second?.left).toBe(first?.left);
  expect(second?.top).toBeLessThan(first?.bottom ?? 0);
  expect(fifth?.top).toBe(first?.top);
  expect(fifth?.left).toBeGreaterThan(first?.right ?? Infinity);
});

test('bin i of the spine stands in row ⌊i / 4⌋ from the top and column i mod 4', () => {
  const [first, second, fifth] = [0, 1, 4].map((bin) =>
    paneRect('hook_resid_post', bin, shape, 'street'),
  );
  expect(second?.top).toBe(first?.top);
  expect(second?.left).toBeGreaterThan(first?.right ?? Infinity);
  expect(fifth?.left).toBe(first?.left);
  expect(fifth?.top).toBeLessThan(first?.bottom ?? 0);
});

test('attention lies below feed-forward, and both below the next floor', () => {
  const attention = storeyRect('attention', 'street');
  const feedForward = storeyRect('feed-forward', 'street');
  expect(attention.bottom).toBeGreaterThan(0);
  expect(feedForward.bottom).toBeGreaterThan(attention.top);
  expect(feedForward.top).toBeCloseTo(cityMeasures.floorMetres, 12);
});

test('a bin the model does not have is refused in words', () => {
  expect(() => paneRect('attn.hook_z', 72, shape, 'street')).toThrow(
    'attn.hook_z has bins 0 to 71, not 72.',
  );
});
