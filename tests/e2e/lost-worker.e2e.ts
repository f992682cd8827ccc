import type { Page } from '@playwright/test';
import { expect, livePrompt, test } from './app-test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Lets a worker of the page die of an error nobody catches. */
async function breakWorker(page: Page, name: 'decode' | 'engine'): Promise<void> {
  const worker = page.workers().find((each) => each.url().includes(`/${name}.worker`));
  if (!worker) throw new Error(`The page has no worker called ${name}.`);
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('broken by a test');
    });
  });
}

for (const name of ['decode', 'engine'] as const) {
  test(`when the ${name} worker dies it is said in words, the picture stays, and the next prompt is read`, async ({
    city,
    page,
    pageWatch,
  }) => {
    pageWatch.expectComplaint(/broken by a test/);
    await city.open();
    await city.waitForModel();
    await city.run(livePrompt);
    await breakWorker(page, name);
    await expect(city.find('notices')).toContainText(/stopped/);
    expect((await city.state()).texts).toHaveLength(5);
    await city.expectState({ engine: 'ready' });

    await city.find('token-next').click();
    await expect(city.find('notices')).toContainText(/prompt again/);
    await city.run('Once upon a');
    expect((await city.state()).texts.join('')).toBe('Once upon a');
  });
}
