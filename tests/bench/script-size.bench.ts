import { gzipSync } from 'node:zlib';
import type { Emit } from '#tests/bench/emit.ts';
import { withBenchPage } from '#tests/bench/bench-page.ts';

/** The app sets this mark at the first frame that shows a lit city. */
const firstLightMark = 'first-light';

/**
 * How much script, workers' included, a visitor fetches before the first lit frame, compressed as
 * a public server would. The server's own log is read, since a page does not see what its workers
 * load.
 */
export async function run(emit: Emit): Promise<void> {
  await withBenchPage(async ({ page, server }) => {
    const requestedAtMillis = new Map<string, number>();
    server.http.on('request', ({ url = '' }) => {
      if (url.endsWith('.js')) requestedAtMillis.set(url, Date.now());
    });

    await page.goto('/');
    const light = await page.waitForFunction((name) => {
      const mark = performance.getEntriesByName(name).at(0);
      return mark === undefined ? undefined : performance.timeOrigin + mark.startTime;
    }, firstLightMark);
    const lightMillis = Number(await light.jsonValue());

    let gzipBytes = 0;
    for (const [path, millis] of [...requestedAtMillis]) {
      if (millis > lightMillis) continue;
      const response = await fetch(new URL(path, server.address));
      gzipBytes += gzipSync(await response.bytes(), { level: 9 }).length;
    }
    emit({ name: 'app.scriptGzipBytes', value: gzipBytes, unit: 'bytes' });
  });
}
