import { expect, test } from 'vitest';
import { cityMeasures } from './city-measures.ts';
import { FloorStack } from './floor-stack.ts';

const { floorMetres, plinthHeightMetres } = cityMeasures;

test('nothing is folded while no floor is open, nor when all are', () => {
  for (const open of [[], Array.from({ length: 30 }, (_, layer) => layer), [99]]) {
    const floors = new FloorStack(30, open);
    expect(floors.isFolded).toBe(false);
    expect(floors.baseMetres(30)).toBeCloseTo(plinthHeightMetres + 15, 12);
    expect(floors.isOpen(7)).toBe(true);
  }
});

test('an open floor keeps its height, all others fold to a third, without gaps', () => {
  const floors = new FloorStack(30, [4, 12]);
  expect(floors.isFolded).toBe(true);
  for (let layer = 0; layer < 30; layer += 1) {
    const isOpen = layer === 4 || layer === 12;
    expect(floors.heightMetres(layer)).toBeCloseTo(isOpen ? floorMetres : floorMetres / 3, 12);
    expect(floors.baseMetres(layer + 1)).toBeCloseTo(
      floors.baseMetres(layer) + floors.heightMetres(layer),
      12,
    );
  }
  expect(floors.baseMetres(30)).toBeCloseTo(plinthHeightMetres + (28 / 3 + 2) * floorMetres, 12);
});

test('heights are found as the floor they lie on, and back', () => {
  for (const open of [[], [0], [3, 4, 17]]) {
    const floors = new FloorStack(20, open);
    for (let layers = 0; layers < 20; layers += 0.13) {
      const height = floors.climbMetres(layers);
      const layer = floors.layerAt(height);
      expect(layer).toBe(Math.floor(layers));
      const share =
        (height + plinthHeightMetres - floors.baseMetres(layer)) / floors.heightMetres(layer);
      expect(layer + share).toBeCloseTo(layers, 9);
    }
    expect(floors.climbMetres(20)).toBeCloseTo(floors.baseMetres(20) - plinthHeightMetres, 12);
    expect(floors.climbMetres(Infinity)).toBe(floors.climbMetres(20));
    expect(floors.layerAt(-1)).toBe(0);
    expect(floors.layerAt(99)).toBe(19);
  }
});
