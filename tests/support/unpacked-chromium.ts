import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { projectFolder } from '#tests/support/run-command.ts';

/** A Chromium on disk and what its process needs in its environment. */
export interface UnpackedChromium {
  readonly executablePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The package exports no package.json, so its version is read from the file beside its code. */
async function readPackageVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const packageFile = join(dirname(entry), '../../package.json');
  const { version } = JSON.parse(await readFile(packageFile, 'utf8')) as { version: string };
  return version;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * The first folder this user may write to. Beside the packages is best, since the next `npm ci`
 * clears it away; a checkout that belongs to someone else leaves the user's own cache.
 */
async function makeCacheFolder(): Promise<string> {
  const besidePackages = join(projectFolder, 'node_modules/.cache');
  const ownCache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'neural-city');
  for (const folder of [besidePackages, ownCache]) {
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      return folder;
    } catch {
      continue;
    }
  }
  throw new Error(
    `The test browser has nowhere to unpack to: make ${besidePackages} or ${ownCache} writable.`,
  );
}

/**
 * Runs the package in a process of its own: it sets LD_LIBRARY_PATH and other variables of
 * whichever process imports it, and unpacks to that process's TMPDIR.
 */
async function unpackInto(folder: string): Promise<void> {
  const script = fileURLToPath(new URL('./unpack-here.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script], {
    cwd: projectFolder,
    // The runtime's name makes the package unpack its own NSS libraries as well.
    env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
  });
}

/** The package's own file names /tmp/fonts, which is another place than ours. */
function describeFonts(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

/**
 * Unpacks the Chromium that `npm ci` brought (Linux on x64), once a version.
 *
 * Safe to call from several processes at once: each unpacks beside the final folder and renames;
 * who comes second uses the first one's.
 */
export async function unpackChromium(): Promise<UnpackedChromium> {
  const cacheFolder = await makeCacheFolder();
  const finalFolder = join(cacheFolder, `chromium-${await readPackageVersion()}`);
  const executablePath = join(finalFolder, 'chromium');

  if (!(await isExecutable(executablePath))) {
    const temporaryFolder = await mkdtemp(join(cacheFolder, 'unpacking-'));
    try {
      await unpackInto(temporaryFolder);
      await writeFile(join(temporaryFolder, 'fonts/fonts.conf'), describeFonts(finalFolder));
      await rename(temporaryFolder, finalFolder);
    } catch (error) {
      await rm(temporaryFolder, { recursive: true, force: true });
      if (!(await isExecutable(executablePath))) throw error;
    }
  }
  return {
    executablePath,
    environment: {
      LD_LIBRARY_PATH: join(finalFolder, 'al2023/lib'),
      FONTCONFIG_PATH: join(finalFolder, 'fonts'),
    },
  };
}
