import { expect, test } from 'vitest';
import { skyMesh } from './sky-mesh.ts';

test('the sky is the same every time and has no index without a point', () => {
  const { positions, stars, indices } = skyMesh();
  expect(skyMesh().positions).toEqual(positions);
  expect(stars).toHaveLength(positions.length);
  expect(indices.reduce((highest, index) => Math.max(highest, index), 0)).toBe(
    positions.length / 3 - 1,
  );
  expect(positions.every(Number.isFinite)).toBe(true);
});

test('hills and air close around the horizon', () => {
  const { positions } = skyMesh();
  const heightsAt = (turn: number): readonly string[] => {
    const heights: string[] = [];
    for (let at = 0; at < positions.length; at += 3) {
      if (positions[at] === turn) heights.push([positions[at + 1], positions[at + 2]].join());
    }
    return heights;
  };
  expect(heightsAt(0.5).length).toBeGreaterThan(50);
  expect(heightsAt(0.5)).toEqual(heightsAt(-0.5));
});

test('stars stand above the hills and fill the upper sky alone', () => {
  const { positions, stars } = skyMesh();
  let count = 0;
  for (let at = 0; at < stars.length; at += 3) {
    if ((stars[at + 2] ?? 0) === 0) continue;
    count += 1;
    expect(positions[at + 1]).toBeGreaterThan(0.04);
  }
  expect(count / 4).toBeGreaterThan(200);
});
