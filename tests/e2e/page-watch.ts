import { expect, type BrowserContext, type ConsoleMessage } from '@playwright/test';

function describe(message: ConsoleMessage): string {
  return `console error: ${message.text()} (${message.location().url})`;
}

/** Listens to the pages and workers of a context for what must never happen. */
export class PageWatch {
  #complaints: string[] = [];
  #expected: RegExp[] = [];

  constructor(context: BrowserContext, appAddress: string) {
    const { origin } = new URL(appAddress);
    context.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(describe(message));
    });
    context.on('weberror', (webError) => {
      this.#complaints.push(`exception: ${String(webError.error())}`);
    });
    context.on('request', (request) => {
      const isOurs = request.url().startsWith(`${origin}/`) || /^(blob|data):/.test(request.url());
      if (!isOurs) this.#complaints.push(`request to another origin: ${request.url()}`);
    });
  }

  /** Complaints seen so far, in the page's own words: console errors, exceptions, strayed requests. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  /** A test that provokes a complaint names it here; only complaints that match none fail it. */
  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Fails for what was complained of since the last call, and begins anew. */
  settle(): void {
    const unexpected = this.#complaints.filter(
      (text) => !this.#expected.some((each) => each.test(text)),
    );
    this.#complaints = [];
    this.#expected = [];
    expect(unexpected, 'the page complained').toEqual([]);
  }
}
