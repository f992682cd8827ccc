import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';

/** Runs `npm start`'s own command. */
function run(...serverArguments: string[]) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'server/main.ts', ...serverArguments],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, exited: once(child, 'exit') as Promise<[number | null, string | null]> };
}

async function readAddress(child: ReturnType<typeof run>['child']): Promise<string> {
  for await (const line of createInterface(child.stdout)) {
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error(`No address: ${await text(child.stderr)}`);
}

const isBuilt = existsSync('dist/index.html');

test.runIf(isBuilt).for(['SIGINT', 'SIGTERM'] as const)(
  'prints its address, serves the page there and ends well on %s',
  async (signal) => {
    const { child, exited } = run('--port', '0');
    const response = await fetch(await readAddress(child));
    expect(response.status).toBe(200);
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
  },
);

test.runIf(isBuilt)('says in one sentence that the port asked for is taken', async () => {
  const first = run('--port', '0');
  const { port } = new URL(await readAddress(first.child));
  const second = run('--port', port);
  const [[exitCode], complaint] = await Promise.all([second.exited, text(second.child.stderr)]);
  expect(exitCode).toBe(1);
  expect(complaint).toBe(
    `Port ${port} is taken: choose another with "npm start -- --port N" (0 takes any free one).\n`,
  );
});

test.for(['eighty', '-1', '65536', '1.5', ''])('refuses the port "%s"', async (port) => {
  const { child, exited } = run('--port', port);
  const [[exitCode], complaint] = await Promise.all([exited, text(child.stderr)]);
  expect(exitCode).toBe(1);
  expect(complaint).toContain('A port is a whole number from 0 to 65535');
});
