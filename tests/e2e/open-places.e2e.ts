import { quadAnchors } from '#city/label-quad.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import { overlapArea } from '#tests/support/quad-overlap.ts';
import { expect, livePrompt, test } from './app-test.ts';
import { differingPixels, litPixels } from './canvas-region.ts';
import type { CityPage, PagePoint } from './city-page.ts';
import { boardRegion, boardsOnPage, coveredPoints, expectBoard, goTo } from './exhibit-page.ts';

const is = 4;
const places: readonly (readonly [name: string, place: ZoomPlace, board: string])[] = [
  ['the plaza', { level: 'layer', layer: 23 }, 'pattern-4'],
  [
    'the attention hall',
    { level: 'component', layer: 23, position: is, storey: 'attention' },
    'pattern',
  ],
  [
    'the feed-forward hall',
    { level: 'component', layer: 25, position: is, storey: 'feed-forward' },
    'post',
  ],
  [
    'a single value',
    { level: 'activation', layer: 25, position: is, site: 'mlp.hook_post', index: 100 },
    'neighbours',
  ],
  ['a token’s story', { level: 'token', position: is }, 'profile'],
];

interface TextOnPage {
  readonly text: string;
  readonly corners: readonly PagePoint[];
}

/** Texts of what stands open, as drawn last; the city's own stand behind its glass. */
async function textsOnPage(city: CityPage): Promise<readonly TextOnPage[]> {
  return city.page.evaluate(
    (plane) =>
      (window.neuralCity.city?.fittings.labelRectangles() ?? []).flatMap(
        ({ text, anchor, corners }) =>
          text === undefined || anchor !== plane
            ? []
            : [{ text, corners: corners.map(({ x, y }) => ({ x, y })) }],
      ),
    quadAnchors.plane,
  );
}

for (const [width, height] of [
  [1600, 900],
  [1280, 720],
  [390, 844],
] as const) {
  test(`what stands open is lit, covered by nothing, and its texts keep apart at ${String(width)} × ${String(height)}`, async ({
    liveCity: city,
  }) => {
    test.slow();
    const before = city.page.viewportSize();
    await city.page.setViewportSize({ width, height });
    await city.reset(livePrompt);
    for (const [name, place, key] of places) {
      await goTo(city, place);
      await expectBoard(city, key, /REAL|DERIVED/);
      const boards = await boardsOnPage(city);
      expect(boards.length, name).toBeGreaterThan(3);
      const points = boards.flatMap(({ corners }) => {
        const [middleX, middleY] = (['x', 'y'] as const).map(
          (axis) => corners.reduce((all, corner) => all + corner[axis], 0) / corners.length,
        );
        const middle = { x: middleX ?? 0, y: middleY ?? 0 };
        const inward = ({ x, y }: PagePoint): PagePoint => ({
          x: x + 0.03 * (middle.x - x),
          y: y + 0.03 * (middle.y - y),
        });
        return [middle, ...corners.map(inward)];
      });
      expect(await coveredPoints(city, points), `${name}: covered`).toEqual([]);
      expect(litPixels(await city.pixels(await boardRegion(city, key))), name).toBeGreaterThan(5);
      const texts = await textsOnPage(city);
      expect(texts.length, name).toBeGreaterThan(5);
      const overlaps = texts.flatMap(({ text, corners }, nth) =>
        texts
          .slice(0, nth)
          .filter((other) => overlapArea(corners, other.corners) >= 1)
          .map((other) => `“${text}” covers “${other.text}”`),
      );
      expect(overlaps, name).toEqual([]);
    }
    if (before) await city.page.setViewportSize(before);
  });
}

for (const layout of ['ring', 'blocks'] as const) {
  test(`the towers stand as a ${layout}, in words and in the picture, and back again`, async ({
    liveCity: city,
  }) => {
    await city.reset(livePrompt);
    const size = city.page.viewportSize() ?? { width: 0, height: 0 };
    const whole = { x: 0, y: 0, ...size };
    const before = await city.pixels(whole);
    await city.openDrawer('view');
    await city.find(`layout-${layout}`).click();
    await city.settle();
    await expect(city.sentence('layout')).toHaveText(layout === 'ring' ? /ring/i : /blocks|rows/i);
    expect(differingPixels(before, await city.pixels(whole))).toBeGreaterThan(1000);
    await city.reset(livePrompt);
    await expect(city.sentence('layout')).toHaveText(/avenue/i);
  });
}

test('a layer opened while the model decodes stays open and grows, and the run goes on', async ({
  liveCity: city,
}) => {
  await city.reset(livePrompt);
  await city.dispatch({ kind: 'set-speed', layersPerSecond: 600 }, { kind: 'play' });
  await city.dispatch({ kind: 'zoom-to', place: { level: 'layer', layer: 12 } });
  await expect.poll(async () => (await city.state()).texts.length).toBeGreaterThan(8);
  await city.dispatch({ kind: 'pause' });
  await city.settle();
  await expectBoard(city, 'pattern-0', /REAL/);
  const { rows, tokens } = await city.page.evaluate(() => {
    const { store } = window.neuralCity;
    return { rows: store.state.cursor.position + 1, tokens: store.state.tokens.length };
  });
  expect(rows).toBeGreaterThan(5);
  expect(tokens).toBeGreaterThanOrEqual(rows);
  await expect(city.sentence('exhibit-sentence')).toHaveText(new RegExp(`${String(rows)} tokens`));
});

test('a token that is gone with a new prompt is told in words, and is there again with it', async ({
  liveCity: city,
}) => {
  await city.reset(livePrompt);
  await goTo(city, { level: 'token', position: is });
  await expectBoard(city, 'profile', /DERIVED/);
  await city.run('Hi');
  await expect(city.sentence('exhibit-sentence')).toHaveText(
    /not .*(in|part of) this run|no token/i,
  );
  expect(await boardsOnPage(city)).toEqual([]);
  await city.run(livePrompt);
  await expectBoard(city, 'profile', /DERIVED/);
});
