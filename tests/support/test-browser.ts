import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchOptions } from '@playwright/test';
import { unpackChromium } from '#tests/support/unpacked-chromium.ts';

/** What {@link findTestBrowser} found, in the form Playwright and Vitest launch it from. */
export type TestBrowserLaunch = Required<
  Pick<LaunchOptions, 'executablePath' | 'args' | 'env' | 'chromiumSandbox' | 'headless'>
>;

const launchArguments: readonly string[] = [
  // WebGL2 without a graphics card, so that every machine draws the same pixels.
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  // /dev/shm holds 64 MB in most containers, less than one page with the model.
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--font-render-hinting=none',
  // Whatever tries to leave the machine fails, and so shows.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

function listInstalledPaths(): readonly string[] {
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Chromium'].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
        const folder = process.env[variable];
        return folder === undefined ? [] : [join(folder, 'Google/Chrome/Application/chrome.exe')];
      });
    default:
      return (process.env['PATH'] ?? '')
        .split(':')
        .flatMap((folder) =>
          ['google-chrome', 'chromium', 'chromium-browser'].map((name) => join(folder, name)),
        );
  }
}

async function locateBrowser(): Promise<{
  executablePath: string;
  environment: Readonly<Record<string, string>>;
}> {
  const wished = process.env['CHROME_PATH'];
  if (wished !== undefined) {
    if (existsSync(wished)) return { executablePath: wished, environment: {} };
    throw new Error(`CHROME_PATH names ${wished}, which does not exist: correct or unset it.`);
  }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackChromium();
  const executablePath = listInstalledPaths().find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      'The tests need a browser: install Google Chrome or Chromium, or set CHROME_PATH to one.',
    );
  }
  return { executablePath, environment: {} };
}

/**
 * The browser the tests run in: CHROME_PATH where it is set, the one that came with `npm ci` on
 * Linux x64, elsewhere an installed Chrome or Chromium.
 *
 * @throws one sentence that says what to install where there is none.
 */
export async function findTestBrowser(): Promise<TestBrowserLaunch> {
  const { executablePath, environment } = await locateBrowser();
  return {
    executablePath,
    args: [...launchArguments],
    env: { ...process.env, ...environment },
    // It opens only our own pages, and containers rarely allow the system calls a sandbox needs.
    chromiumSandbox: false,
    headless: true,
  };
}
