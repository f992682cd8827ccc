import { expect, test } from './app-test.ts';

test('the page opens isolated, under a policy that admits its own origin only', async ({
  page,
}) => {
  const response = await page.goto('/');

  expect(response?.status()).toBe(200);
  const headers = response?.headers() ?? {};
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['cache-control']).toBe('no-cache');
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  await expect(page).toHaveTitle('Neural City');
});

test('a request to another origin is stopped and noticed', async ({ page, pageWatch }) => {
  await page.goto('/');
  pageWatch.expectComplaint(/elsewhere\.invalid/);

  const outcome = await page.evaluate(async () => {
    return fetch('https://elsewhere.invalid/').then(
      () => 'answered',
      () => 'stopped',
    );
  });

  expect(outcome).toBe('stopped');
  expect(pageWatch.complaints.join('\n')).toContain('elsewhere.invalid');
});

test('the policy holds in workers too', async ({ page }) => {
  await page.route('/probe.worker.js', async (route) => {
    const response = await route.fetch({ url: new URL('/', page.url()).href });
    const body = `
      addEventListener('securitypolicyviolation', (event) => postMessage(event.effectiveDirective));
      fetch('https://elsewhere.invalid/').catch(() => undefined);`;
    await route.fulfill({ response, contentType: 'text/javascript', body });
  });
  await page.goto('/');

  const brokenDirective = await page.evaluate(async () => {
    return new Promise<unknown>((resolve, reject) => {
      const worker = new Worker('/probe.worker.js');
      worker.addEventListener('message', ({ data }) => {
        resolve(data);
      });
      worker.addEventListener('error', () => {
        reject(new Error('The worker did not start.'));
      });
    });
  });

  expect(brokenDirective).toBe('connect-src');
});

test('scripts are kept for good, since their names change with their content', async ({ page }) => {
  const script = page.waitForResponse((response) => response.url().endsWith('.js'));
  await page.goto('/');

  expect((await script).headers()['cache-control']).toContain('immutable');
});

test('the weights are served by range from assets/, without a copy in the build', async ({
  page,
}) => {
  await page.goto('/');

  const answer = await page.evaluate(async () => {
    const response = await fetch('/models/SmolLM2-135M-Instruct.Q4_1.gguf', {
      headers: { Range: 'bytes=0-3' },
    });
    return { status: response.status, text: await response.text() };
  });

  expect(answer).toEqual({ status: 206, text: 'GGUF' });
});
