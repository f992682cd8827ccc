import { expect, test } from 'vitest';
import { xrButton } from './xr-button.ts';

const page = { isSecureContext: true, port: '', hasWebXr: true };

function pressed(door: Parameters<typeof xrButton>[0]): {
  readonly press: () => void;
  readonly words: () => string | null | undefined;
} {
  const { element } = xrButton(door, page);
  return {
    press: () => element.querySelector('button')?.click(),
    words: () => element.querySelector('[data-testid="xr-words"]')?.textContent,
  };
}

test('what did not come is asked for again with the very next press', async () => {
  let entered = 0;
  let isOffline = true;
  const { press, words } = pressed({
    isReady: () => Promise.resolve(true),
    enter: () => {
      if (isOffline) return Promise.reject(new Error('a part did not come'));
      entered += 1;
      return Promise.resolve();
    },
    leave: () => Promise.resolve(),
  });
  press();
  await expect.poll(words).toContain('a part did not come');
  isOffline = false;
  press();
  await expect.poll(() => entered).toBe(1);
  expect(words()).toBe('');
});

test('why there is no headset is put away by the next press', async () => {
  const { press, words } = pressed({
    isReady: () => Promise.resolve(false),
    enter: () => Promise.reject(new Error('Nobody asked for it.')),
    leave: () => Promise.resolve(),
  });
  press();
  await expect.poll(words).toContain('No headset was found');
  press();
  await expect.poll(words).toBe('');
});
