import type { Page } from '@playwright/test';
import { build } from 'vite';

/**
 * Bundles a test's own worker script and serves it to one page under our server's headers, so that
 * it runs under the policy the app runs under.
 *
 * @param entry - path of the script from the project's root
 * @returns its path on the page's origin
 */
export async function routeBundledWorker(page: Page, entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2023',
      minify: true,
      rolldownOptions: { input: entry, output: { codeSplitting: false } },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((each) =>
    'output' in each ? each.output : [],
  );
  const script = outputs.find((each) => each.type === 'chunk');
  if (script === undefined) throw new Error(`${entry} gave no script.`);
  const path = '/bundled-test.worker.js';
  await page.route(path, async (route) => {
    const response = await route.fetch({ url: new URL('/', route.request().url()).href });
    await route.fulfill({ response, contentType: 'text/javascript', body: script.code });
  });
  return path;
}
