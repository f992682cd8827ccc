import { chromium, type Browser, type Page } from '@playwright/test';
import type { AppServer } from '#server/app-server.ts';
import { serveBuiltApp } from '#tests/support/built-app.ts';
import { findTestBrowser } from '#tests/support/test-browser.ts';

/** A fresh browser that stands before our server, nothing loaded yet. */
export interface BenchPage {
  readonly page: Page;
  readonly browser: Browser;
  readonly server: AppServer;
}

/**
 * Hands a page of 960 × 540 at one device pixel per pixel to `measure`, and closes browser and
 * server afterwards, also after a failure.
 */
export async function withBenchPage<T>(measure: (bench: BenchPage) => Promise<T>): Promise<T> {
  const server = await serveBuiltApp();
  try {
    const browser = await chromium.launch(await findTestBrowser());
    try {
      const context = await browser.newContext({
        baseURL: server.address,
        viewport: { width: 960, height: 540 },
        deviceScaleFactor: 1,
      });
      return await measure({ page: await context.newPage(), browser, server });
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
