import { expect, livePrompt, test } from './app-test.ts';
import { differingPixels } from './canvas-region.ts';
import type { CityPage } from './city-page.ts';
import { regionOf, type RegionName } from './city-regions.ts';

/** Ways to ask for a run: each ends with another prompt read, told in words and seen on the plinths. */
const ways: readonly (readonly [
  name: string,
  prompt: string,
  act: (city: CityPage, prompt: string) => Promise<void>,
])[] = [
  [
    'a sentence, with the mouse',
    'Bread and',
    async (city, prompt) => {
      await city.find('prompt').click();
      await city.find('prompt').fill(prompt);
      await city.find('run').click();
    },
  ],
  [
    'a sentence, with keys',
    'Salt and',
    async (city, prompt) => {
      await city.page.keyboard.press('/');
      await city.page.keyboard.type(prompt);
      await city.page.keyboard.press('Enter');
    },
  ],
  [
    'an example, with the mouse',
    '1, 2, 3, 4, 5,',
    async (city) => {
      await city.find('dock-more').click();
      await city.find('example-2').click();
    },
  ],
  [
    'an example, with keys',
    '1, 2, 3, 4, 5,',
    async (city) => {
      await city.find('dock-more').press('Enter');
      await city.find('example-2').press('Enter');
    },
  ],
];

async function regionPicture(
  city: CityPage,
  name: RegionName,
): Promise<Awaited<ReturnType<CityPage['pixels']>>> {
  const region = await regionOf(city, name, { position: 4, shape: await city.shape() });
  return city.pixels(region);
}

for (const [name, prompt, act] of ways) {
  test(`${name}: it is read, told and written on the plinths`, async ({ liveCity: city }) => {
    await city.reset(livePrompt);
    const { request } = await city.state();
    const pose = await city.pose();
    const before = await regionPicture(city, 'plinths');
    await act(city, prompt);
    await city.expectRead(prompt, request);
    await expect(city.sentence('prompt')).toHaveText(`The prompt is “${prompt}”.`);
    await city.page.evaluate((kept) => {
      window.neuralCity.city?.rig.setPose(kept);
    }, pose);
    await city.settle();
    expect(differingPixels(before, await regionPicture(city, 'plinths'))).toBeGreaterThan(20);
  });
}

test('as a chat turn the sentence stands in the model’s template', async ({ liveCity: city }) => {
  await city.reset(livePrompt);
  const { request, tokenIds } = await city.state();
  await city.openDrawer('model');
  await city.find('chat').click();
  await city.find('prompt').fill('Say hi');
  await city.find('prompt').press('Enter');
  await city.expectRead('Say hi', request);
  await expect(city.sentence('prompt')).toHaveText(/“Say hi”, sent as a chat message\.$/);
  const { texts } = await city.state();
  expect(texts).toContain('<|im_start|>');
  expect(texts.length).toBeGreaterThan(tokenIds.length);
  // Back again, with a key.
  await city.find('chat').press('Space');
  await expect(city.find('chat')).not.toBeChecked();
});

/** Settings of the draw, by hand and by key; the same seed draws the same. */
const draws: readonly (readonly [name: string, act: (city: CityPage) => Promise<void>])[] = [
  [
    'with the mouse',
    async (city) => {
      await city.find('sampling-mode').selectOption('sample');
      const slider = await city.find('temperature').boundingBox();
      if (!slider) throw new Error('The temperature has no slider.');
      await city.find('temperature').click({ position: { x: slider.width - 2, y: 3 } });
      await city.find('seed').fill('11');
      await city.find('seed').blur();
    },
  ],
  [
    'with keys',
    async (city) => {
      await city.find('sampling-mode').focus();
      await city.page.keyboard.type('drawn');
      await city.find('temperature').press('End');
      await city.find('seed').press('Control+a');
      await city.page.keyboard.type('11');
      await city.page.keyboard.press('Tab');
    },
  ],
];

test('sampling settings change what is written, the same by mouse and by keys', async ({
  liveCity: city,
}) => {
  const written: string[] = [];
  for (const [name, act] of draws) {
    await city.reset(livePrompt);
    await city.openDrawer('model');
    await act(city);
    await expect(city.sentence('sampling'), name).toHaveText(
      'The next token is drawn at temperature 2, top-k off, top-p off, seed 11.',
    );
    const before = await regionPicture(city, 'next tower');
    await city.find('token-next').click();
    await city.expectState({ playback: 'paused', arrivedCount: 6 });
    await city.settle();
    expect(differingPixels(before, await regionPicture(city, 'next tower'))).toBeGreaterThan(20);
    written.push((await city.state()).texts.at(5) ?? '');
  }
  expect(written[0], 'seed 11 draws no “ Paris”').not.toBe(' Paris');
  expect(written[1]).toBe(written[0]);
});

test('top-k 1 leaves nothing to chance', async ({ liveCity: city }) => {
  await city.reset(livePrompt);
  await city.openDrawer('model');
  await city.find('sampling-mode').selectOption('sample');
  await city.find('temperature').press('End');
  await city.find('top-k').fill('1');
  await city.find('seed').fill('11');
  await city.find('seed').blur();
  await expect(city.sentence('sampling')).toHaveText(/temperature 2, top-k 1, top-p off, seed 11/);
  await city.find('token-next').click();
  await city.expectState({ playback: 'paused', arrivedCount: 6 });
  expect((await city.state()).texts.at(5)).toBe(' Paris');
});

test('every control can be reached with the Tab key', async ({ liveCity: city }) => {
  await city.reset(livePrompt);
  for (const drawer of ['view', 'model', 'link', 'legend', 'words']) {
    await city.openDrawer(drawer);
    const wanted = await city.page.evaluate(() => {
      const selector = 'button, input, select, textarea, canvas, a[href]';
      return [...document.querySelectorAll<HTMLElement & { disabled?: boolean }>(selector)]
        .filter((each) => each.checkVisibility() && each.disabled !== true)
        .map((each) => each.dataset['testid'] ?? each.id);
    });
    expect(wanted.length).toBeGreaterThan(15);
    const reached = new Set<string>();
    for (let press = 0; press < wanted.length + 3; press += 1) {
      await city.page.keyboard.press('Tab');
      const name = await city.page.evaluate(() => {
        const { activeElement } = document;
        return activeElement instanceof HTMLElement
          ? (activeElement.dataset['testid'] ?? activeElement.id)
          : '';
      });
      reached.add(name);
    }
    expect(
      wanted.filter((name) => !reached.has(name)),
      drawer,
    ).toEqual([]);
  }
});
