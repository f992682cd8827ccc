import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { isolationHeaders } from '#server/app-headers.ts';
import { findTestBrowser } from '#tests/support/test-browser.ts';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  publicDir: 'assets',
  // Isolation as in the app; the content policy is left out, as Vitest's own page has inline code.
  server: { host: '127.0.0.1', headers: { ...isolationHeaders } },
  worker: { format: 'es' },
  test: {
    include: ['{src,workers,tests}/**/*.browser.test.ts'],
    testTimeout: 60_000,
    // One page at a time: WebGL runs on the processor here, and the model takes the rest.
    fileParallelism: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: await findTestBrowser() }),
      instances: [{ browser: 'chromium' }],
      viewport: { width: 960, height: 540 },
    },
  },
});
