import { spawn } from 'node:child_process';

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Opens an address in the user's own browser.
 *
 * @param onFailure - called with a sentence where the system has no way to do it.
 */
export function openBrowser(address: string, onFailure: (sentence: string) => void): void {
  const [command, ...leadingArguments] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...leadingArguments, address], { stdio: 'ignore', detached: true });
  child.on('error', () => {
    onFailure(`No browser could be opened from here: open ${address} yourself.`);
  });
  child.unref();
}
