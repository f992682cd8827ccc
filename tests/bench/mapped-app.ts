import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { startAppServer, type AppServer } from '#server/app-server.ts';
import { serveStaticFiles } from '#server/static-files.ts';
import { projectFolder } from '#tests/support/run-command.ts';

/** A place in a built script, counted from 0. */
export interface ScriptPlace {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** The app as it is built for users, and what each place in its scripts was written in. */
export interface MappedApp {
  serve(): Promise<AppServer>;
  /** Path from the project's root, such as `src/city/city.ts`; undefined for scripts not built here. */
  sourceOf(place: ScriptPlace): Promise<string | undefined>;
  dispose(): Promise<void>;
}

/** Builds the app once more, with source maps beside the scripts, which stay as they are for users. */
export async function buildMappedApp(): Promise<MappedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'neural-city-bench-'));
  await build({
    root: projectFolder,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, sourcemap: 'hidden' },
  });
  const maps = new Map<string, Promise<SourceMap | undefined>>();
  const readMap = async (name: string): Promise<SourceMap | undefined> => {
    const text = await readFile(join(folder, 'app', `${name}.map`), 'utf8').catch(() => undefined);
    return text === undefined
      ? undefined
      : new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0]);
  };
  return {
    serve: () =>
      startAppServer(serveStaticFiles([folder, join(projectFolder, 'assets')]), {
        port: 0,
        alternativeCount: 0,
      }),
    sourceOf: async ({ url, line, column }) => {
      const name = basename(url);
      const map = maps.get(name) ?? readMap(name);
      maps.set(name, map);
      const entry = (await map)?.findEntry(line, column);
      if (entry === undefined || !('originalSource' in entry)) return undefined;
      return /(?:^|\/)((?:node_modules|src|workers)\/.*)$/.exec(entry.originalSource)?.[1];
    },
    dispose: () => rm(folder, { recursive: true }),
  };
}
