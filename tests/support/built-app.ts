import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startAppServer, type AppServer } from '#server/app-server.ts';
import { serveStaticFiles } from '#server/static-files.ts';
import { projectFolder, runCommand } from '#tests/support/run-command.ts';

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
 * @throws the build's own words where it fails.
 */
export async function ensureBuiltApp(): Promise<void> {
  if (await isBuildFresh()) return;
  const { exitCode, output } = await runCommand(['npm', 'run', '--silent', 'build'], {
    output: 'collect',
  });
  if (exitCode !== 0) throw new Error(`The app does not build:\n${output}`);
}

/** Serves the app as `npm start` does, on a port of its own. */
export async function serveBuiltApp(): Promise<AppServer> {
  const folders = ['dist', 'assets'].map((name) => join(projectFolder, name));
  return startAppServer(serveStaticFiles(folders), { port: 0, alternativeCount: 0 });
}
