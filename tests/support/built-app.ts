import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAppServer, type AppServer } from '#server/app-server.ts';
import { serveStaticFiles } from '#server/static-files.ts';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
const builtPage = join(projectFolder, 'dist/index.html');

/** Everything the build reads, tests left out. */
const buildInputs = ['index.html', 'vite.config.ts', 'package-lock.json', 'src/**', 'workers/**'];

async function readModifiedMillis(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

async function isBuildFresh(): Promise<boolean> {
  const builtMillis = await readModifiedMillis(builtPage);
  for await (const path of glob(buildInputs, { cwd: projectFolder })) {
    if (/\.(test|bench)\.ts$|\.md$|\.wasm$/.test(path)) continue;
    const entry = await stat(join(projectFolder, path));
    if (entry.isFile() && entry.mtimeMs > builtMillis) return false;
  }
  return builtMillis > 0;
}

/**
 * Builds the app where a source is newer than the build, so that no test judges old code.
 *
 * @throws where the build fails; its own words have been printed by then.
 */
export async function ensureBuiltApp(): Promise<void> {
  if (await isBuildFresh()) return;
  // Stdout stays clean: benches print their figures there.
  const child = spawn('npm', ['run', '--silent', 'build'], {
    cwd: projectFolder,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  if (exitCode !== 0) throw new Error('The app does not build: see above.');
}

/** Serves the app as `npm start` does, on a port of its own. */
export async function serveBuiltApp(): Promise<AppServer> {
  const folders = ['dist', 'assets'].map((name) => join(projectFolder, name));
  return startAppServer(serveStaticFiles(folders), { port: 0, alternativeCount: 0 });
}
