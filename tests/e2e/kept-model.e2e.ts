import type { Page } from '@playwright/test';
import { defaultModel } from '#contract/default-model.ts';
import { expect, livePrompt, test } from './app-test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const weights = `**${defaultModel.url}`;
const keptFile = `${defaultModel.sha256}.gguf`;

/** Length of the copy kept in the origin's private file system, 0 for none. */
async function keptLength(page: Page): Promise<number> {
  return page.evaluate(async (name) => {
    try {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('models');
      return (await (await folder.getFileHandle(name)).getFile()).size;
    } catch {
      return 0;
    }
  }, keptFile);
}

async function damageKept(page: Page, kind: 'cut' | 'flip'): Promise<void> {
  await page.evaluate(
    async ([name, damage]) => {
      const root = await navigator.storage.getDirectory();
      const handle = await (await root.getDirectoryHandle('models')).getFileHandle(name);
      const { size } = await handle.getFile();
      const writable = await handle.createWritable({ keepExistingData: true });
      if (damage === 'cut') await writable.truncate(Math.floor(size / 2));
      else await writable.write({ type: 'write', position: size - 9, data: Uint8Array.of(0xa5) });
      await writable.close();
    },
    [keptFile, kind] as const,
  );
}

/** Counts how often the weights are asked of the server. */
function countFetches(page: Page): { count: number } {
  const fetches = { count: 0 };
  page.on('request', (request) => {
    if (request.url().endsWith(defaultModel.url)) fetches.count += 1;
  });
  return fetches;
}

test('a first visit without the weights says what to do and goes on playing the recorded run', async ({
  city,
  page,
  pageWatch,
}) => {
  pageWatch.expectComplaint(/Failed to load resource.*\.gguf/);
  await page.route(weights, (route) => route.abort());
  await city.open();

  await expect(city.find('engine-status')).toHaveText(
    /^The model could not be .*(offline|blocks).*(try again|reload)\..*The recorded run keeps playing\.$/,
  );
  const { position } = (await city.state()).cursor;
  await city.find('token-back').click();
  await city.expectCursor({ position: position - 1 });
  await city.find('play').click();
  await city.expectCursor({ position });
  expect((await city.state()).runSource).toBe('recording');

  await city.find('prompt').fill('Where is the model?');
  await city.find('prompt').press('Enter');
  await expect(city.find('notices')).toContainText('The model is not here to read it');

  await page.unroute(weights);
  await city.find('retry-load').click();
  await city.waitForModel();
});

test('a kept copy serves the next visit without the server; a damaged one is noticed and fetched again', async ({
  city,
  page,
}) => {
  // Four visits.
  test.slow();
  const fetches = countFetches(page);
  await city.open();
  await city.waitForModel();
  await expect.poll(() => keptLength(page)).toBe(defaultModel.byteLength);
  expect(fetches.count).toBe(1);

  await page.route(weights, (route) => route.abort());
  await page.reload();
  await city.waitForFirstLight();
  await city.waitForModel();
  await city.run(livePrompt);
  await city.find('token-next').click();
  await city.expectState({ arrivedCount: 6 });
  expect((await city.state()).texts.at(5)).toBe(' Paris');
  expect(fetches.count).toBe(1);
  await page.unroute(weights);

  for (const damage of ['cut', 'flip'] as const) {
    await damageKept(page, damage);
    fetches.count = 0;
    await page.reload();
    await city.waitForFirstLight();
    await city.waitForModel();
    expect(fetches.count, `asked again after ${damage}`).toBe(1);
    await expect.poll(() => keptLength(page)).toBe(defaultModel.byteLength);
  }
});
