import { expect, test } from './app-test.ts';
import { CityPage } from './city-page.ts';

const prompt = 'The sky is <b>not</b> “green” & 10% #fun';

/** Sentences that tell of this visit, not of the view. */
const ofTheVisit = /^(\d+ notices?|The model is|info: |.* awaited\.$)/;

function viewLines(outline: string): readonly string[] {
  return outline.split('\n').filter((line) => !ofTheVisit.test(line));
}

test('the address holds the view, says that it holds the prompt, and opens the same view elsewhere', async ({
  liveCity: city,
}) => {
  const { page } = city;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await city.reset(prompt);
  await city.find('token-next').click();
  const { promptTokenCount = 0 } = await city.state();
  await city.expectState({ playback: 'paused', arrivedCount: promptTokenCount + 1 });
  await city.dispatch(
    { kind: 'select-token', position: 1 },
    { kind: 'isolate-head', head: 4 },
    { kind: 'set-beam-threshold', weight: 0.3 },
    { kind: 'set-component', component: 'reflections', shown: false },
    { kind: 'set-speed', layersPerSecond: 60 },
    { kind: 'set-sink-beams', shown: 'full' },
    { kind: 'seek', position: promptTokenCount, layer: 20 },
  );
  await page.keyboard.press('Shift+ArrowLeft');
  await city.settle();

  await city.openDrawer('link');
  await expect(city.find('link-warning')).toContainText('The link contains your prompt');
  await city.find('copy-link').click();
  await expect(city.find('link-outcome')).toHaveText('Copied.');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  expect(decodeURIComponent(new URL(link).hash)).toContain('The sky is <b>not</b>');

  const other = await CityPage.prepare(await page.context().newPage());
  await other.page.goto(link);
  await other.expectState({
    prompt,
    runSource: 'live',
    playback: 'paused',
    selectedPosition: 1,
  });
  await other.expectCursor({ position: promptTokenCount, layer: 20 });
  await other.settle();
  const lines = viewLines(await city.outline());
  expect(lines.length).toBeGreaterThan(30);
  await expect.poll(async () => viewLines(await other.outline())).toEqual(lines);
  await other.page.close();
});

test('an address that is no view opens the page as usual and says so', async ({ city }) => {
  await city.open('#%7B%22v%22%3A1%2C%22prompt%22%3A7%7D');
  await expect(city.find('notices')).toContainText('The view in this address could not be read');
  await expect(city.sentence('prompt')).toHaveText('The prompt is “The capital of France is”.');
});
