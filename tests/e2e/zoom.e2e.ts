import type { ZoomPlace } from '#contract/zoom.ts';
import { avenuePoint } from '#tests/support/avenue.ts';
import { expect, livePrompt, test } from './app-test.ts';
import { differingPixels } from './canvas-region.ts';
import type { CityPage } from './city-page.ts';
import { EngineAnswers } from './engine-answers.ts';
import { boardRegion, cellPoint, expectBoard, expectZoom, goTo } from './exhibit-page.ts';

const is = 4;
const neuron = 100;
const engine = new EngineAnswers();
const layer25: ZoomPlace = { level: 'layer', layer: 25 };
const feedForward: ZoomPlace = {
  level: 'component',
  layer: 25,
  position: is,
  storey: 'feed-forward',
};
const neuron100: ZoomPlace = {
  level: 'activation',
  layer: 25,
  position: is,
  site: 'mlp.hook_post',
  index: neuron,
};

/** The number as the page writes it, bit for bit. */
function float32(words: string | null): number {
  return Math.fround(Number((words ?? '').replaceAll('−', '-')));
}

async function inWideView(city: CityPage, work: () => Promise<void>): Promise<void> {
  const before = city.page.viewportSize();
  await city.page.setViewportSize({ width: 1600, height: 900 });
  await city.reset(livePrompt);
  await work();
  await city.reset(livePrompt);
  if (before) await city.page.setViewportSize(before);
}

async function expectNeuron100(city: CityPage): Promise<void> {
  await expectZoom(city, neuron100);
  await expect(city.sentence('exhibit')).toHaveText(
    /layer 25 › .*“␣is” › neuron 100 of mlp\.hook_post/,
  );
  const said = await city.sentence('exhibit-sentence').textContent();
  const row = engine.read(livePrompt).borrowRow('mlp.hook_post', 25, is);
  const numbers = (said ?? '').match(/[−-]?\d+(\.\d+)?(e[−-]?\d+)?/g) ?? [];
  expect(numbers.map(float32), said ?? '').toContain(row[neuron]);
}

test('from the city to neuron 100 of layer 25 on “␣is” in three actions of the mouse', async ({
  liveCity: city,
}) => {
  await inWideView(city, async () => {
    const wall = { position: is, layer: 25, face: 'street', u: 0.6, v: 0.37 } as const;
    const [onFloor] = await city.project([avenuePoint(wall)]);
    if (!onFloor) throw new Error('Floor 25 is out of sight.');
    await city.page.mouse.dblclick(onFloor.x, onFloor.y);
    await expectZoom(city, layer25);
    const added = await cellPoint(city, 'added-feed-forward', is, 0);
    await city.page.mouse.dblclick(added.x, added.y);
    await expectZoom(city, feedForward);
    await expectBoard(city, 'post', /REAL/);
    const cell = await cellPoint(city, 'post', Math.floor(neuron / 64), neuron % 64);
    await city.page.mouse.dblclick(cell.x, cell.y);
    await expectNeuron100(city);
    for (const place of [feedForward, layer25, { level: 'model' } as const]) {
      await city.page.keyboard.press('Escape');
      await expectZoom(city, place);
    }
  });
});

test('from the city to neuron 100 of layer 25 on “␣is” by keys alone', async ({
  liveCity: city,
}) => {
  await inWideView(city, async () => {
    const { keyboard } = city.page;
    await keyboard.press('ArrowRight');
    for (let layer = -1; layer < 25; layer += 1) await keyboard.press('ArrowUp');
    await keyboard.press('f');
    await expectZoom(city, layer25);
    await keyboard.press('c');
    await keyboard.press('f');
    await expectZoom(city, feedForward);
    const isThere = (): Promise<boolean> =>
      city.page.evaluate(
        () => document.activeElement?.getAttribute('data-testid') === 'crumb-index',
      );
    for (let tabs = 0; tabs < 60 && !(await isThere()); tabs += 1) await keyboard.press('Tab');
    await keyboard.type(String(neuron));
    await keyboard.press('Enter');
    await expectNeuron100(city);
  });
});

test('the plaza is there before the weights, with the recorded numbers; what was not recorded says so', async ({
  city,
  page,
  pageWatch,
}) => {
  test.slow();
  // A beam under a resting pointer moves its dashes for ever.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1600, height: 900 });
  pageWatch.expectComplaint(/Failed to load resource.*\.gguf/);
  await page.route('**/*.gguf', (route) => route.abort());
  await city.open();
  await city.expectState({ engine: 'failed' });
  await goTo(city, { level: 'layer', layer: 23 });
  await expectBoard(city, 'pattern-4', /REAL/);
  const cell = await cellPoint(city, 'pattern-4', is, 3);
  await page.mouse.move(cell.x, cell.y);
  await expect(city.find('hover-name')).toContainText('hook_pattern');
  const row = engine.read(livePrompt).borrowRow('attn.hook_pattern', 23, is);
  const weight = row[4 * (is + 1) + 3] ?? NaN;
  expect(weight).toBeGreaterThan(0.85);
  await expect.poll(async () => float32(await city.find('hover-value').textContent())).toBe(weight);
  await page.mouse.move(5, 450);
  await goTo(city, { level: 'component', layer: 5, position: is, storey: 'feed-forward' });
  await expect(city.sentence('board-post')).toHaveText(/not recorded/i);
});

test('beam and cell point at each other, exact, once the model is here', async ({
  liveCity: city,
}) => {
  await inWideView(city, async () => {
    await goTo(city, { level: 'layer', layer: 23 });
    await expectBoard(city, 'pattern-4', /REAL/);
    const region = await boardRegion(city, 'pattern-4');
    const before = await city.pixels(region);
    const setHover = (isOn: boolean): Promise<void> =>
      city.page.evaluate((on) => {
        const target = { kind: 'beam', layer: 23, head: 4, query: 4, key: 3 } as const;
        window.neuralCity.preview.set({ focus: on ? target : undefined });
      }, isOn);
    await setHover(true);
    await expect
      .poll(async () => differingPixels(before, await city.pixels(region)))
      .toBeGreaterThan(10);
    await setHover(false);
    const cell = await cellPoint(city, 'pattern-4', is, 3);
    await city.page.mouse.move(cell.x, cell.y);
    const row = engine.read(livePrompt).borrowRow('attn.hook_pattern', 23, is);
    await expect
      .poll(async () => float32(await city.find('hover-value').textContent()))
      .toBe(row[4 * (is + 1) + 3]);
    await city.page.mouse.move(5, 450);
  });
});

test('a filter leaves the strongest values lit and says how many it left out', async ({
  liveCity: city,
}) => {
  await inWideView(city, async () => {
    await goTo(city, feedForward);
    await expectBoard(city, 'post', /REAL/);
    const region = await boardRegion(city, 'post');
    const before = await city.pixels(region);
    await city.dispatch({ kind: 'set-strongest-count', count: 12 });
    await city.settle();
    await expect(city.find('outline')).toContainText('1,524 of 1,536');
    expect(differingPixels(before, await city.pixels(region))).toBeGreaterThan(100);
  });
});
