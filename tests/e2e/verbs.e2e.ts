import type { Intent } from '#contract/intent.ts';
import { expect, test } from './app-test.ts';
import type { CityPage } from './city-page.ts';
import { findNumber, pullLayer, slice, tearBeam, type Device } from './verb-acts.ts';
import { beamTorn, layerPulled, sliced } from './verb-cases.ts';
import { spoken } from './verb-hashes.ts';

test.use({ hasTouch: true, contextOptions: { reducedMotion: 'reduce' } });

const torn = { layer: 23, head: 4, query: 4, key: 3 };

/** The recorded run alone, so that nothing that is said changes what stands there. */
async function openRecorded(city: CityPage): Promise<void> {
  await city.page.route('**/models/*.gguf', () => undefined);
  await city.open();
  await city.settle();
}

async function sayByDragging(city: CityPage, device: Device): Promise<readonly Intent[]> {
  const before = (await spoken(city)).length;
  expect(await pullLayer(city, device, 23)).toMatchObject({ stage: 'change' });
  expect(await slice(city, device, 26)).toMatchObject({ stage: 'change', grip: { layer: 26 } });
  expect(await tearBeam(city, device, torn)).toMatchObject({ stage: 'change' });
  expect(await tearBeam(city, device, torn, 'little')).toMatchObject({ stage: 'read' });
  return (await spoken(city)).slice(before);
}

test('the same verbs by mouse and by finger end in identical intents', async ({ city }) => {
  test.slow();
  await openRecorded(city);
  const byMouse = await sayByDragging(city, 'mouse');
  expect(byMouse).toEqual([
    layerPulled.intent,
    sliced.intent,
    beamTorn.intent,
    { ...beamTorn.intent, stage: 'read' },
  ]);
  expect(await sayByDragging(city, 'touch')).toEqual(byMouse);
  const held = await city.page.evaluate(() => window.neuralCity.preview.state.held);
  expect(held).toEqual([]);
});

test('on a phone’s narrow screen a finger has room for each verb', async ({ city, page }) => {
  test.slow();
  await page.setViewportSize({ width: 390, height: 844 });
  await openRecorded(city);
  await pullLayer(city, 'touch', 23);
  await slice(city, 'touch', 26);
  await tearBeam(city, 'touch', torn);
  expect(await spoken(city)).toEqual([layerPulled.intent, sliced.intent, beamTorn.intent]);
});

test('a handle says what it is when it is pointed at; a drag beside it turns the view, Esc lets go', async ({
  city,
  page,
}) => {
  await openRecorded(city);
  const canvas = page.locator('#city');
  const { mouse } = page;
  const number = await findNumber(city, 'mouse', 23);
  await mouse.move(number.x, number.y);
  await expect(canvas).toHaveAttribute('data-hold', 'ready');
  await city.settle();
  const texts = await city.page.evaluate(() =>
    (window.neuralCity.city?.fittings.labelRectangles() ?? []).map(({ text }) => text),
  );
  expect(texts).toContain('drag layer 23');
  await mouse.down();
  await expect(canvas).toHaveAttribute('data-hold', 'held');
  await mouse.move(number.x + 420, number.y, { steps: 4 });
  const pose = await city.pose();
  await page.keyboard.press('Escape');
  await expect(canvas).not.toHaveAttribute('data-hold', 'held');
  await mouse.up();
  expect(await city.pose()).toEqual(pose);

  const beside = { x: number.x - 60, y: number.y };
  await mouse.move(beside.x, beside.y);
  await expect(canvas).not.toHaveAttribute('data-hold');
  await mouse.down();
  await mouse.move(beside.x + 420, beside.y, { steps: 4 });
  await mouse.up();
  expect(await city.pose()).not.toEqual(pose);
  expect(await spoken(city)).toEqual([]);
});
