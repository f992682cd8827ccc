import type { Page } from '@playwright/test';
import { openBenchPage, withBenchPage } from '#tests/bench/bench-page.ts';
import type { Emit } from '#tests/bench/emit.ts';
import { watchFirstLitFrame } from '#tests/bench/first-lit-frame.ts';
import { median } from '#tests/bench/median.ts';
import { bundleScript, routeFile } from '#tests/support/bundled-worker.ts';

const visitCount = 5;
const emptyPath = '/empty-scene.html';
const scriptPath = '/empty-scene.js';

/** From navigation to light, for a first visit with nothing cached, beside Babylon's own least. */
export async function run(emit: Emit): Promise<void> {
  const script = await bundleScript('tests/bench/empty-scene-page.ts');
  await withBenchPage(async ({ browser, server }) => {
    const visit = async (path: string): Promise<number> => {
      const page = await openBenchPage(browser, server);
      await routeEmptyScene(page, script);
      const millis = await measureVisit(page, path);
      await page.context().close();
      return millis;
    };
    // The browser itself starts, and compiles its own first shaders, once.
    await visit(emptyPath);
    const app: number[] = [];
    const empty: number[] = [];
    for (let count = 0; count < visitCount; count++) {
      app.push(await visit('/'));
      empty.push(await visit(emptyPath));
    }
    emit({ name: 'app.firstLightMillis', value: median(app), unit: 'ms' });
    emit({ name: 'app.firstLightOverEmpty', value: median(app) / median(empty), unit: 'ratio' });
  });
}

async function routeEmptyScene(page: Page, script: string): Promise<void> {
  const body = `<!doctype html><title>Empty</title><body><script type="module" src="${scriptPath}"></script>`;
  await routeFile(page, { path: emptyPath, contentType: 'text/html', body });
  await routeFile(page, { path: scriptPath, contentType: 'text/javascript', body: script });
}

async function measureVisit(page: Page, path: string): Promise<number> {
  await page.addInitScript(watchFirstLitFrame);
  await page.goto(path, { waitUntil: 'commit' });
  const light = await page.waitForFunction(() => window.firstLitFrameMillis, undefined, {
    polling: 50,
  });
  return Number(await light.jsonValue());
}
