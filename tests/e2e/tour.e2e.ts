import { tourPlace, tourStops, type TourStop } from '#contract/tour-stop.ts';
import { expect, test } from './app-test.ts';
import { litPixels } from './canvas-region.ts';
import type { CityPage } from './city-page.ts';
import {
  boxAround,
  cornersOf,
  expectInSight,
  innerRegion,
  markedTarget,
  outlineCorners,
  tourPosition,
} from './tour-objects.ts';

/** Nothing moves by itself, so that every state that is waited for comes. */
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const position = tourPosition;
const { layer } = tourPlace;

/** Opens the app and keeps the weights away: the tour is to work on the recorded run alone. */
async function openRecorded(city: CityPage, width: number, height: number): Promise<void> {
  await city.page.setViewportSize({ width, height });
  await city.page.route('**/models/*.gguf', () => undefined);
  await city.open();
  await city.settle();
  await expect(city.find('run-source')).toHaveText('Recorded run');
}

async function expectStop(city: CityPage, stop: TourStop): Promise<void> {
  const place = `stop ${String(tourStops.indexOf(stop) + 1)} of ${String(tourStops.length)}`;
  await expect(city.find('tour')).toHaveAttribute('data-stop', stop);
  await expect(city.sentence('tour')).toHaveText(new RegExp(`^Tour, ${place}: `));
  await city.settle();
}

/** Share of the pixels that are lit, at least: a window is one light, a floor is mostly wall. */
const leastLit: Readonly<Record<TourStop, number>> = {
  token: 0.05,
  layer: 0.05,
  activation: 0.6,
  'residual stream': 0.6,
  'attention weight': 0.1,
  prediction: 0.03,
  visitor: 0.1,
};

for (const [width, height] of [
  [1600, 900],
  [1280, 720],
  [390, 844],
] as const) {
  test(`the tour from start to end at ${String(width)} × ${String(height)}, before the weights: each thing is on screen, lit and covered by nothing`, async ({
    city,
  }) => {
    test.slow();
    await openRecorded(city, width, height);
    const billboard = { kind: 'prediction', position } as const;
    const offered = await boxAround(await outlineCorners(billboard, city), city);
    await expectInSight('what comes next, before the tour', offered, city);
    await city.find('start-tour').click();
    for (const stop of tourStops) {
      await expectStop(city, stop);
      await expect(city.find('tour-sentence')).toContainText(/\.$/);
      if (stop !== 'visitor') {
        await expect(city.find('tour-term')).toBeVisible();
        await expect(city.find('tour-name')).toHaveText(/^(tokens\[|blocks\.23|logits\[)/);
      }
      const box = await boxAround(await cornersOf(stop, city), city);
      await expectInSight(stop, box, city);
      const region = innerRegion(stop, box);
      const share = litPixels(await city.pixels(region)) / (region.width * region.height);
      expect(share, `lit share of ${stop}`).toBeGreaterThan(leastLit[stop]);
      await city.find('tour-next').click();
    }
    await expect(city.find('tour')).toHaveCount(0);
    await expect(city.sentence('tour')).toHaveText('There is no tour.');
    await expect(city.find('run-source')).toHaveText('Recorded run');
  });
}

test('next, back and skip by keys and by mouse; leaving puts back what the visitor had set', async ({
  city,
  page,
}) => {
  test.slow();
  await openRecorded(city, 1280, 720);
  await city.dispatch(
    { kind: 'select-token', position: 2 },
    { kind: 'isolate-layer', layer: 5 },
    { kind: 'set-beam-threshold', weight: 0.3 },
    { kind: 'set-component', component: 'feed-forward', shown: false },
    { kind: 'seek', position: 3, layer: 12 },
  );
  await city.settle();
  const own = async (): Promise<unknown> =>
    page.evaluate(() => {
      const { settings, cursor, selectedPosition, zoom, openLayers } =
        window.neuralCity.store.state;
      return { settings, cursor, selectedPosition, zoom, openLayers };
    });
  const before = await own();

  // With the first thing chosen the first words are gone.
  await startFromHelp(city);
  await page.keyboard.press('ArrowRight');
  await expectStop(city, 'layer');
  await city.find('tour-next').click();
  await expectStop(city, 'activation');
  await page.keyboard.press('ArrowLeft');
  await expectStop(city, 'layer');
  await city.find('tour-back').click();
  await expectStop(city, 'token');
  await page.keyboard.press('Escape');
  await expect(city.find('tour')).toHaveCount(0);
  await city.settle();
  expect(await own()).toEqual(before);
  expect(await markedTarget(city)).toBeUndefined();

  await startFromHelp(city);
  await city.find('tour-skip').click();
  await expect(city.find('tour')).toHaveCount(0);
  expect(await own()).toEqual(before);
});

async function startFromHelp(city: CityPage): Promise<void> {
  await city.page.keyboard.press('?');
  await city.find('help-tour').click();
  await expectStop(city, 'token');
}

test('at the last stop F opens the marked floor, and the tour is over', async ({ city, page }) => {
  await openRecorded(city, 1280, 720);
  await city.find('start-tour').click();
  await expectStop(city, 'token');
  for (const stop of tourStops.slice(1)) {
    await page.keyboard.press('ArrowRight');
    await expectStop(city, stop);
  }
  await page.keyboard.press('f');
  await expect(city.find('tour')).toHaveCount(0);
  const zoom = await page.evaluate(() => window.neuralCity.store.state.zoom);
  expect(zoom).toEqual({ level: 'layer', layer });
});

test('once the model is here the last stop tears the beam out, says what came of it, and puts it back', async ({
  city,
}) => {
  test.slow();
  await city.open();
  await city.expectState({ engine: 'ready', runSource: 'live' }, 120_000);
  await city.dispatch({ kind: 'go-to-tour-stop', stop: tourStops.length - 1 });
  await expectStop(city, 'visitor');
  await city.find('tour-act').click();
  await expect(city.find('tour-sentence')).toHaveText(
    /said “␣Paris” with 77 %\. Now it says “␣the” with/,
  );
  await city.find('tour-act').click();
  await expect(city.find('tour-act')).toHaveText('Tear it out');
  await expect(city.sentence('changes')).toHaveText('Nothing of the model is changed.');
  await city.find('tour-next').click();
  await expect(city.find('tour')).toHaveCount(0);
});

test('a term of the tour opens the glossary at its place; G closes it, and typing finds words', async ({
  city,
}) => {
  await openRecorded(city, 1280, 720);
  await city.find('start-tour').click();
  await expectStop(city, 'token');
  await city.find('tour-term').click();
  await expect(city.find('glossary-token')).toHaveAttribute('aria-current', 'true');
  await city.find('glossary-search').fill('induction');
  await expect(city.find('glossary-induction-head')).toBeVisible();
  await expect(city.find('glossary-token')).toBeHidden();
  await city.find('close-glossary').press('g');
  await expect(city.find('glossary')).toHaveCount(0);
  await expectStop(city, 'token');
});

test.describe('with motion', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  test('a stop goes on by itself', async ({ city }) => {
    test.slow();
    await openRecorded(city, 480, 270);
    await city.find('start-tour').click();
    await expect(city.find('tour')).toHaveAttribute('data-stop', 'token');
    await expect(city.find('tour-pause')).toBeVisible();
    await expect(city.find('tour')).toHaveAttribute('data-stop', 'layer', { timeout: 60_000 });
  });
});
