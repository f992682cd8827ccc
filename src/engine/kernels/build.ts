/**
 * Compiles the kernels in `assembly/` to `kernels.wasm` beside this file (`npm run build:kernels`).
 * The binary is not in git; `npm ci` makes it.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = fileURLToPath(new URL('.', import.meta.url));

const problems: string[] = [];
const { error } = await asc.main(
  [
    'assembly/kernels.ts',
    ...['--baseDir', here, '--outFile', 'kernels.wasm'],
    ...['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--importMemory'],
    ...['--enable', 'simd', '--enable', 'bulk-memory', '--use', 'abort='],
  ],
  {
    readFile: (name, baseDir) => readFile(`${baseDir}/${name}`, 'utf8').catch(() => null),
    writeFile: (name, contents, baseDir) => writeFile(`${baseDir}/${name}`, contents),
    listFiles: () => [],
    stderr: { write: (chunk) => problems.push(String(chunk)) },
  },
);
if (error) {
  process.stderr.write(`${problems.join('')}\nThe kernels did not compile: ${error.message}\n`);
  process.exitCode = 1;
} else {
  const { size } = await stat(`${here}/kernels.wasm`);
  process.stdout.write(`kernels.wasm: ${String(size)} bytes\n`);
}
