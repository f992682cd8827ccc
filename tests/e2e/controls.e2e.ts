import { avenuePoint, towerMiddleMetres } from '#tests/support/avenue.ts';
import { cityMeasures } from '#plan/city-measures.ts';
import { expect, livePrompt, test } from './app-test.ts';
import { differingPixels } from './canvas-region.ts';
import type { CityPage } from './city-page.ts';
import { regionOf } from './city-regions.ts';
import type { Hand } from './control-acts.ts';
import type { ControlRow } from './control-row.ts';
import { controlRows } from './control-table.ts';

const newestPosition = 4;

async function readHand(city: CityPage): Promise<Hand> {
  const wall = { position: newestPosition, layer: 14, face: 'street', u: 0.6, v: 0.37 } as const;
  const front = -cityMeasures.plinthMetres / 2;
  const plinth = { x: towerMiddleMetres(newestPosition - 1), y: 0.3, z: front };
  const [onTower, onPlinthBefore] = await city.project([avenuePoint(wall), plinth]);
  if (!onTower || !onPlinthBefore) throw new Error('The towers are out of sight.');
  return { city, onTower, onPlinthBefore, onSky: { x: 640, y: 110 } };
}

/** Puts the page into the state a row begins with. */
async function prepare(city: CityPage, { before }: ControlRow): Promise<void> {
  await city.reset(livePrompt);
  if (!before) return;
  await city.dispatch(...before);
  await city.settle();
  if ((await city.state()).branch === 0) return;
  // How far each token moved is computed after the changed run is shown.
  await city.expectState({ differenceCount: newestPosition + 1 });
  await city.settle();
}

async function useControl(city: CityPage, row: ControlRow, by: 'mouse' | 'keys'): Promise<void> {
  await prepare(city, row);
  const shape = await city.shape();
  const region =
    row.region === undefined
      ? undefined
      : await regionOf(city, row.region, { position: newestPosition, shape });
  const pictureBefore = region && (await city.pixels(region));
  const [key, words] = row.says;
  const sentence = city.sentence(key);
  const textBefore = (await sentence.textContent()) ?? '';

  await row[by](await readHand(city));

  await expect(sentence).not.toHaveText(textBefore);
  await expect(sentence).toHaveText(words);
  if (region === undefined || pictureBefore === undefined) return;
  await expect
    .poll(async () => differingPixels(pictureBefore, await city.pixels(region)))
    .toBeGreaterThan(10);

  // What differs is the control's doing: without it the picture is the same again.
  await prepare(city, row);
  expect(differingPixels(pictureBefore, await city.pixels(region)), 'put back').toBeLessThan(10);
}

for (const by of ['mouse', 'keys'] as const) {
  test.describe(`by ${by}, each control changes the words and its part of the picture`, () => {
    for (const row of controlRows) {
      test(row.name, async ({ liveCity: city }) => {
        await useControl(city, row, by);
      });
    }
  });
}
