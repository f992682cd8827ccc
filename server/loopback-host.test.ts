import { expect, test } from 'vitest';
import { isLoopbackHost } from './loopback-host.ts';

test.each(['localhost', 'LOCALHOST:80', '127.0.0.1:4280', '[::1]:4280'])(
  'answers to this machine’s own name %s',
  (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  },
);

test.each([undefined, '', 'evil.example:4280', 'localhost.evil.example', '127.0.0.1.evil.example'])(
  'does not answer to %s',
  (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  },
);
