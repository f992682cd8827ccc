import { expect, test as base, type ConsoleMessage } from '@playwright/test';
import { serveBuiltApp } from '#tests/support/built-app.ts';

/** What every end-to-end test is handed. */
interface PageWatch {
  /** Complaints seen so far, in the page's own words: console errors, exceptions, strayed requests. */
  readonly complaints: string[];
  /** A test that provokes a complaint names it here; only complaints that match none fail it. */
  readonly expectComplaint: (pattern: RegExp) => void;
}

function describe(message: ConsoleMessage): string {
  return `console error: ${message.text()} (${message.location().url})`;
}

/**
 * Playwright's `test` with our server behind `page.goto('/')`.
 *
 * Each test fails by itself when the page or one of its workers logs an error, throws, or asks any
 * other origin for anything. (What the content policy stops inside a worker makes no sound.)
 */
export const test = base.extend<{ pageWatch: PageWatch }, { appAddress: string }>({
  appAddress: [
    async ({}, use) => {
      const server = await serveBuiltApp();
      await use(server.address);
      await server.close();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ appAddress }, use) => {
    await use(appAddress);
  },

  pageWatch: [
    async ({ context, appAddress }, use) => {
      const complaints: string[] = [];
      const expected: RegExp[] = [];
      const { origin } = new URL(appAddress);
      context.on('console', (message) => {
        if (message.type() === 'error') complaints.push(describe(message));
      });
      context.on('weberror', (webError) => {
        complaints.push(`exception: ${String(webError.error())}`);
      });
      context.on('request', (request) => {
        const isOurs =
          request.url().startsWith(`${origin}/`) || /^(blob|data):/.test(request.url());
        if (!isOurs) complaints.push(`request to another origin: ${request.url()}`);
      });

      await use({
        complaints,
        expectComplaint: (pattern) => {
          expected.push(pattern);
        },
      });

      const unexpected = complaints.filter((text) => !expected.some((each) => each.test(text)));
      expect(unexpected, 'the page complained').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
