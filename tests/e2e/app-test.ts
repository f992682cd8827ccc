import { expect, test as base } from '@playwright/test';
import { serveBuiltApp } from '#tests/support/built-app.ts';
import { CityPage } from './city-page.ts';
import { PageWatch } from './page-watch.ts';

/** What every end-to-end test is handed. */
interface TestFixtures {
  readonly pageWatch: PageWatch;
  /** A page of this test's own; nothing is opened yet. */
  readonly city: CityPage;
}

/** What the tests of one worker share. */
interface WorkerFixtures {
  readonly appAddress: string;
  /**
   * One page for many tests, opened with the live model and {@link livePrompt} read, under reduced
   * motion: a step is there at once, a flight too. Tests put back what they change.
   */
  readonly liveCity: CityPage;
}

export const livePrompt = 'The capital of France is';

/**
 * Playwright's `test` with our server behind `page.goto('/')`.
 *
 * Each test fails by itself when the page or one of its workers logs an error, throws, or asks any
 * other origin for anything. (What the content policy stops inside a worker makes no sound.)
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  appAddress: [
    async ({}, use) => {
      const server = await serveBuiltApp();
      await use(server.address);
      await server.close();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ appAddress }, use) => {
    await use(appAddress);
  },

  pageWatch: [
    async ({ context, appAddress }, use) => {
      const watch = new PageWatch(context, appAddress);
      await use(watch);
      watch.settle();
    },
    { auto: true },
  ],

  city: async ({ page }, use) => {
    await use(await CityPage.prepare(page));
  },

  liveCity: [
    async ({ browser, appAddress }, use) => {
      const context = await browser.newContext({
        baseURL: appAddress,
        viewport: { width: 800, height: 450 },
        reducedMotion: 'reduce',
        locale: 'en-GB',
        serviceWorkers: 'block',
      });
      const watch = new PageWatch(context, appAddress);
      const city = await CityPage.prepare(await context.newPage());
      await city.open();
      await city.waitForModel();
      await city.run(livePrompt);
      await use(city);
      watch.settle();
      await context.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect };
