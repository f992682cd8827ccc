import { avenuePoint, towerMiddleMetres } from '#tests/support/avenue.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { faceNormal, faces } from '#plan/face.ts';
import { overlapArea } from '#tests/support/quad-overlap.ts';
import { expect, livePrompt, test } from './app-test.ts';
import type { CityPage, PagePoint } from './city-page.ts';

/** Texts that stand in the city, in the frame drawn last; numbers on single panes are meant to stand there. */
async function readLabels(
  city: CityPage,
): Promise<readonly { readonly text: string; readonly corners: readonly PagePoint[] }[]> {
  return city.page.evaluate(() => {
    const { city: drawn } = window.neuralCity;
    const rectangles = drawn?.fittings.labelRectangles() ?? [];
    return rectangles.flatMap(({ text, corners }) =>
      text === undefined ? [] : [{ text, corners: corners.map(({ x, y }) => ({ x, y })) }],
    );
  });
}

/** The walls that turn towards the eye, windows and all. */
async function readWalls(city: CityPage): Promise<readonly (readonly PagePoint[])[]> {
  const { layerCount } = await city.shape();
  const { position: eye } = await city.pose();
  const { texts } = await city.state();
  const width = cityMeasures.towerMetres;
  const top = layerCount * cityMeasures.floorMetres;
  const walls = texts.flatMap((_, position) =>
    faces
      .filter((face) => {
        const { x, z } = faceNormal(face);
        return (eye.x - towerMiddleMetres(position)) * x + eye.z * z > width / 2;
      })
      .map((face) =>
        [
          [0, 0],
          [width, 0],
          [width, top],
          [0, top],
        ].map(([u = 0, v = 0]) => avenuePoint({ position, layer: 0, face, u, v })),
      ),
  );
  const projected = await Promise.all(walls.map((corners) => city.project(corners)));
  return projected.filter((wall): wall is PagePoint[] => wall.every((point) => point));
}

for (const [width, height] of [
  [1600, 900],
  [390, 844],
] as const) {
  test(`texts cover neither windows nor each other at ${String(width)} × ${String(height)}`, async ({
    liveCity: city,
  }) => {
    const before = city.page.viewportSize();
    await city.page.setViewportSize({ width, height });
    await city.reset(livePrompt);
    for (const view of ['overview', 'street'] as const) {
      await city.dispatch({ kind: 'fly-to', target: view });
      await city.settle();
      const labels = await readLabels(city);
      const walls = await readWalls(city);
      expect(labels.length, view).toBeGreaterThan(3);
      expect(walls.length, view).toBeGreaterThan(4);
      const covered = labels.flatMap(({ text, corners }, nth) => [
        ...walls
          .filter((wall) => overlapArea(corners, wall) >= 1)
          .map(() => `${view}: “${text}” covers windows`),
        ...labels
          .slice(0, nth)
          .filter((other) => overlapArea(corners, other.corners) >= 1)
          .map((other) => `${view}: “${text}” covers “${other.text}”`),
      ]);
      expect(covered).toEqual([]);
    }
    if (before) await city.page.setViewportSize(before);
  });
}
