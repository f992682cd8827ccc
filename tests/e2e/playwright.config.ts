import { defineConfig } from '@playwright/test';
import { findTestBrowser } from '#tests/support/test-browser.ts';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  globalSetup: './build-once.ts',
  outputDir: '../../test-results',
  // The model and WebGL share the processor with the test: pages side by side starve each other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  // A test that passes only at the second try is a defect to mend, not to repeat.
  retries: 0,
  timeout: 120_000,
  globalTimeout: 18 * 60_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 960, height: 540 },
    deviceScaleFactor: 1,
    // What cannot be pressed is told before the whole test's time is over.
    actionTimeout: 30_000,
    locale: 'en-GB',
    launchOptions: await findTestBrowser(),
    trace: 'off',
    serviceWorkers: 'block',
  },
});
