import { glob } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchModule, Emit } from '#tests/bench/emit.ts';
import { ensureBuiltApp } from '#tests/support/built-app.ts';

const wishedNames = process.argv.slice(2);

/** Standard output carries figures and nothing else, so that a program can read it. */
const emit: Emit = ({ name, value, unit }) => {
  if (!Number.isFinite(value)) throw new Error(`${name} is ${String(value)}, which is no figure.`);
  process.stdout.write(`${JSON.stringify({ name, value, unit })}\n`);
};

await ensureBuiltApp();
const paths: string[] = [];
for await (const path of glob(join(import.meta.dirname, '*.bench.ts'))) paths.push(path);
for (const path of paths.sort()) {
  const name = basename(path, '.bench.ts');
  if (wishedNames.length > 0 && !wishedNames.includes(name)) continue;
  try {
    const bench = (await import(pathToFileURL(path).href)) as BenchModule;
    await bench.run(emit);
  } catch (error) {
    // The others still measure; the exit code tells that one did not.
    process.stderr.write(
      `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
