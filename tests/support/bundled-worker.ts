import type { Page } from '@playwright/test';
import { build } from 'vite';

/**
 * A test's own script with all it imports, as the app's are built.
 *
 * @param entry - path of the script from the project's root
 */
export async function bundleScript(entry: string): Promise<string> {
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
  return script.code;
}

/** A file that our server does not have. */
export interface RoutedFile {
  /** On the page's origin. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

/** Serves it to one page under our server's headers, and so under the policy the app runs under. */
export async function routeFile(page: Page, file: RoutedFile): Promise<void> {
  const { path, contentType, body } = file;
  await page.route(path, async (route) => {
    const response = await route.fetch({ url: new URL('/', route.request().url()).href });
    await route.fulfill({ response, contentType, body });
  });
}

/**
 * Bundles a test's own worker script and serves it to one page.
 *
 * @param entry - path of the script from the project's root
 * @returns its path on the page's origin
 */
export async function routeBundledWorker(page: Page, entry: string): Promise<string> {
  const path = '/bundled-test.worker.js';
  const body = await bundleScript(entry);
  await routeFile(page, { path, contentType: 'text/javascript', body });
  return path;
}
