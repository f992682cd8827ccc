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

/** SwiftShader on a busy machine takes its time. */
const patienceMillis = 300_000;

/** A page of 960 × 540 at one device pixel per pixel, with nothing of an earlier visit. */
export async function openBenchPage(browser: Browser, server: AppServer): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.address,
    viewport: { width: 960, height: 540 },
    deviceScaleFactor: 1,
  });
  context.setDefaultTimeout(patienceMillis);
  return context.newPage();
}

/**
 * Hands such a page to `measure`, and closes browser and server afterwards, also after a failure.
 * @param serve - serves what is measured; the built app unless said otherwise
 */
export async function withBenchPage<T>(
  measure: (bench: BenchPage) => Promise<T>,
  serve: () => Promise<AppServer> = serveBuiltApp,
): Promise<T> {
  const server = await serve();
  try {
    const browser = await chromium.launch(await findTestBrowser());
    try {
      return await measure({ page: await openBenchPage(browser, server), browser, server });
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
