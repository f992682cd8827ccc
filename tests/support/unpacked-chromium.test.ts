import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { unpackChromium } from './unpacked-chromium.ts';

/** What any Linux has on which this Node runs. */
const libraryOfTheSystem = /^(linux-vdso|\/lib.*\/ld-linux|lib(c|m|dl|pthread|rt|gcc_s)\.so)/;

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'the unpacked browser finds its libraries beside itself, and asks the system for none but its C library',
  async () => {
    const { executablePath, environment } = await unpackChromium();

    const { stdout } = await promisify(execFile)(
      '/lib64/ld-linux-x86-64.so.2',
      ['--list', executablePath],
      {
        env: { ...process.env, ...environment },
      },
    );

    const libraries = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim());
    expect(libraries.length).toBeGreaterThan(5);
    const folder = dirname(executablePath);
    const foreign = libraries.filter(
      (line) => !libraryOfTheSystem.test(line) && !line.includes(`=> ${folder}/`),
    );
    expect(foreign).toEqual([]);
    expect(stdout).toContain(`libnss3.so => ${folder}/`);
  },
);

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'unpacking again, twice at once, gives the same browser',
  async () => {
    const [first, second] = await Promise.all([unpackChromium(), unpackChromium()]);
    expect(second).toEqual(first);
  },
);
