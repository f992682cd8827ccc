/**
 * Takes the pictures in docs/ from the real app with the real model: `npm run pictures`.
 * Everything in them is what a visitor sees; only where the eye stands is chosen here.
 */
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from '@playwright/test';
import type { Intent } from '#contract/intent.ts';
import type { CameraPose, Vec3 } from '#contract/preview.ts';
import { avenuePoint, towerMiddleMetres } from '#tests/support/avenue.ts';
import { CityPage } from '#tests/e2e/city-page.ts';
import { HeadsetPage } from '#tests/e2e/headset-page.ts';
import { ensureBuiltApp, serveBuiltApp } from '#tests/support/built-app.ts';
import { findTestBrowser } from '#tests/support/test-browser.ts';

const prompt = 'The old lighthouse keeper climbed the stairs at dusk. The old light';
const stepCount = 3;
/** SwiftShader needs its time for a large frame. */
const patienceMillis = 300_000;

interface Picture {
  readonly name: string;
  /** What is asked for first; it stays for the pictures after it. */
  readonly asked?: (last: number) => readonly Intent[];
  /** Asked for once the model has done what was asked before. */
  readonly then?: readonly Intent[];
  /** Where the eye stands; where what was asked for put it, without one. */
  readonly pose?: (last: number) => CameraPose;
}

const at = (x: number, y: number, z: number): Vec3 => ({ x, y, z });

const pictures: readonly Picture[] = [
  {
    name: 'hero',
    pose: (last) => ({
      position: at(towerMiddleMetres(last) + 11, 8.4, -24),
      target: at(towerMiddleMetres(last) * 0.66, 6.4, 0),
    }),
  },
  {
    name: 'street',
    pose: (last) => ({
      position: at(towerMiddleMetres(last) + 3.4, 1.7, -6.8),
      target: at(towerMiddleMetres(last - 4), 5.2, 0),
    }),
  },
  {
    name: 'close',
    pose: (last) => {
      const wall = avenuePoint({ position: last, layer: 23, face: 'street', u: 0.6, v: 0.25 });
      return {
        position: at(wall.x - 1.5, wall.y + 0.5, wall.z - 2.1),
        target: at(wall.x, wall.y - 0.1, wall.z),
      };
    },
  },
  {
    name: 'ring',
    asked: () => [
      { kind: 'set-layout', layout: 'ring' },
      { kind: 'fly-to', target: 'overview' },
    ],
  },
  {
    name: 'plaza',
    asked: () => [
      { kind: 'set-layout', layout: 'avenue' },
      { kind: 'zoom-to', place: { level: 'layer', layer: 18 } },
    ],
  },
  {
    name: 'hall',
    asked: (last) => [
      {
        kind: 'zoom-to',
        place: { level: 'component', layer: 25, position: last, storey: 'feed-forward' },
      },
    ],
  },
  {
    name: 'story',
    asked: (last) => [{ kind: 'zoom-to', place: { level: 'token', position: last } }],
  },
  {
    name: 'changed',
    asked: () => [
      { kind: 'zoom-to', place: { level: 'model' } },
      { kind: 'submit-prompt', text: 'The capital of France is', chat: false },
    ],
    then: [{ kind: 'verb', verb: 'pull', stage: 'change', layer: 23, head: 4, query: 4, key: 3 }],
    pose: () => ({
      position: at(towerMiddleMetres(4) - 3.2, 14.2, -8.6),
      target: at(towerMiddleMetres(3) + 0.5, 12.9, 0),
    }),
  },
];

/** What the left eye of an emulated headset sees, standing in the ring. */
async function takeHeadsetPicture(browser: Browser, baseURL: string): Promise<void> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1800, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(patienceMillis);
  const page = await context.newPage();
  const headset = new HeadsetPage(await CityPage.prepare(page));
  await headset.open();
  await headset.enter();
  await page.keyboard.press('h');
  await headset.play(4);
  const path = fileURLToPath(new URL('../../docs/headset.png', import.meta.url));
  const leftEye = { x: 0, y: 0, width: 900, height: 900 };
  await page.screenshot({ path, clip: leftEye, timeout: patienceMillis });
  process.stdout.write('headset.png\n');
  await context.close();
}

await ensureBuiltApp();
const server = await serveBuiltApp();
const browser = await chromium.launch(await findTestBrowser());
try {
  const context = await browser.newContext({
    baseURL: server.address,
    viewport: { width: 1600, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(patienceMillis);
  const page = await context.newPage();
  const city = await CityPage.prepare(page);
  await city.open();
  await city.expectState({ engine: 'ready' }, patienceMillis);
  await city.find('prompt').fill(prompt);
  await city.find('prompt').press('Enter');
  await page.waitForFunction(
    (text) => window.neuralCity.store.state.hello?.run.prompt === text,
    prompt,
  );
  await city.settle();
  for (let step = 0; step < stepCount; step += 1) {
    await city.dispatch({ kind: 'step-token', direction: 1 });
    await city.settle();
  }
  const { tokenIds } = await city.state();
  const last = tokenIds.length - 1;
  for (const { name, asked, then, pose } of pictures) {
    await city.dispatch(...(asked?.(last) ?? []));
    await city.settle();
    if (then) {
      await city.dispatch(...then);
      await city.settle();
    }
    await page.evaluate((next) => {
      if (next) window.neuralCity.city?.rig.setPose(next);
    }, pose?.(last));
    await page.waitForFunction(
      () => !/on (its|their) way/.test(document.querySelector('#outline')?.textContent ?? ''),
    );
    await city.settle();
    const path = fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url));
    await page.screenshot({ path, timeout: patienceMillis });
    process.stdout.write(`${name}.png\n`);
  }
  await context.close();
  await takeHeadsetPicture(browser, server.address);
} finally {
  await browser.close();
  await server.close();
}
