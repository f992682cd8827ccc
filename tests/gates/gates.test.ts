import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder, runCommand, type CommandResult } from '#tests/support/run-command.ts';
import { gates } from './gates.ts';

const copied = [
  '.gitignore',
  'package.json',
  'tsconfig.json',
  'src/tsconfig.json',
  'src/engine/kernels/tsconfig.json',
  'workers/tsconfig.json',
  'server/require-node.js',
  'server/tsconfig.json',
  'tests/tsconfig.json',
];

/** A house so small that every gate is content with it. */
const soundFiles: Readonly<Record<string, string>> = {
  'index.html': '<script type="module" src="/src/main.ts"></script>\n',
  'src/main.ts':
    "import { towerCount } from '#plan/tower-count.ts';\n\ndocument.title = String(towerCount);\n",
  'src/plan/tower-count.ts': 'export const towerCount = 6;\n',
  'src/plan/README.md': '# plan\n',
  'src/engine/README.md': '# engine\n',
  'src/engine/kernels/build.ts': "process.stdout.write('built\\n');\n",
  'workers/README.md': '# workers\n',
  'workers/engine.worker.ts':
    "import { towerCount } from '#kit/six.ts';\n\npostMessage(towerCount);\n",
  'src/kit/six.ts': 'export const towerCount = 6;\n',
  'src/kit/README.md': '# kit\n',
  'server/README.md': '# server\n',
  'server/main.ts': "console.log('served');\n",
  'tests/README.md': '# tests\n',
  'tests/one.test.ts': "import { test } from 'vitest';\n\ntest('nothing yet', () => undefined);\n",
};

interface Plant {
  readonly path: string;
  readonly source: string;
  /** Gate → what it must say. */
  readonly caughtBy: Readonly<Record<string, string>>;
}

/** In two parts, or the gate would take this file's plants for its own comments. */
const disable = ['eslint', 'disable'].join('-');

/** One fault each, and the gate that must name it. */
const plants: readonly Plant[] = [
  {
    path: 'src/city/reads-decode.ts',
    source: "import type { Job } from '#decode/job.ts';\n\nexport type CityJob = Job;\n",
    caughtBy: { 'import rules': 'room src/city: src/city/reads-decode.ts' },
  },
  {
    path: 'src/decode/job.ts',
    source: "import { plan } from '#panel/ring.ts';\n\nexport type Job = typeof plan;\n",
    caughtBy: { 'import rules': 'room src/decode: src/decode/job.ts' },
  },
  {
    path: 'src/panel/ring.ts',
    source:
      "import { Scene } from '@babylonjs/core/scene';\n\nimport './wheel.ts';\n\nexport const plan = Scene;\n",
    caughtBy: { 'import rules': 'package @babylonjs: src/panel/ring.ts' },
  },
  {
    path: 'src/panel/wheel.ts',
    source: "import '#panel/ring.ts';\nimport '#main.ts';\n",
    caughtBy: { 'import rules': 'nobody imports main: src/panel/wheel.ts' },
  },
  {
    path: 'src/panel/alone.ts',
    source: 'export const alone = 1;\n',
    caughtBy: {
      'import rules': 'no orphans: src/panel/alone.ts',
      'dead code': 'src/panel/alone.ts',
    },
  },
  {
    path: 'src/plan/tower-count.ts',
    source: 'export const towerCount = 6;\nexport const spareCount = 7;\n',
    caughtBy: { 'dead code': 'spareCount' },
  },
  {
    path: 'src/garage/car.ts',
    source: "import { towerCount } from '#kit/six.ts';\n\nexport const wheels = towerCount;\n",
    caughtBy: { 'import rules': 'a room of the map: src/garage/car.ts' },
  },
  {
    path: 'src/engine/touches-page.ts',
    source: 'export const title = document.title;\n',
    caughtBy: {
      'types of workers':
        "src/engine/touches-page.ts(1,22): error TS2584: Cannot find name 'document'",
    },
  },
  {
    path: 'src/plan/dice.ts',
    source: 'export const roll = (): number => Math.random();\n',
    caughtBy: { lint: 'Take a seeded generator as an argument' },
  },
  {
    path: 'src/plan/clock.ts',
    source: 'export const startedMillis = Date.now() + performance.now() + +new Date();\n',
    caughtBy: { lint: 'Take a clock as an argument' },
  },
  {
    path: 'src/city/loop.ts',
    source:
      'requestAnimationFrame(() => undefined);\nwindow.requestAnimationFrame(() => undefined);\n',
    caughtBy: { lint: "Draw from the scene's own tick" },
  },
  {
    path: 'src/view/thread.ts',
    source: "export const worker = new Worker('/x.js');\n",
    caughtBy: { lint: 'Workers are started in src/decode only' },
  },
  {
    path: 'src/view/socket.ts',
    source: "export const socket = new WebSocket('/x');\n",
    caughtBy: { lint: 'Sockets belong to src/source and src/peers' },
  },
  {
    path: 'src/view/utils.ts',
    source: 'export default 1;\n',
    caughtBy: {
      lint: 'Export by name',
      'house rules': 'src/view/utils.ts: name the file after its main export',
    },
  },
  {
    path: 'src/view/climbs.ts',
    source: "import { towerCount } from '../kit/six.ts';\n\nexport const twice = towerCount * 2;\n",
    caughtBy: { lint: 'Name another room by its address' },
  },
  {
    path: 'src/view/anything.ts',
    source: 'export function read(value: any) {\n  return value;\n}\n',
    caughtBy: { lint: 'no-explicit-any' },
  },
  {
    path: 'src/view/lost-promise.ts',
    source: 'export function start(): void {\n  Promise.resolve(1);\n}\n',
    caughtBy: { lint: 'no-floating-promises' },
  },
  {
    path: 'src/view/hushed.ts',
    source: `// ${disable}-next-line @typescript-eslint/no-explicit-any\nexport const hushed: any = 1;\n`,
    caughtBy: { 'house rules': 'src/view/hushed.ts:1: give the reason' },
  },
  {
    path: 'src/view/blanket.ts',
    source: `/* ${disable} */\nexport const blanket: any = 1;\n`,
    caughtBy: { 'house rules': 'src/view/blanket.ts:1: name the rule' },
  },
  {
    path: 'src/view/long.ts',
    source: 'export const long = 1;\n'.padEnd(301 * 23, '// Line after line.   \n'),
    caughtBy: { lint: 'File has too many lines' },
  },
  {
    path: 'src/engine/kernels/assembly/long.ts',
    source: '// Line after line.\n'.repeat(301),
    caughtBy: { 'house rules': 'src/engine/kernels/assembly/long.ts: 301 lines; 300 are enough' },
  },
  {
    path: 'src/view/untidy.ts',
    source: 'export const untidy="yes"\n',
    caughtBy: { format: 'src/view/untidy.ts' },
  },
  {
    path: 'src/kit/unchecked.ts',
    source: 'export const first = (list: number[]): number => list[0];\n',
    caughtBy: {
      'types of src': "src/kit/unchecked.ts(1,50): error TS2322: Type 'number | undefined'",
    },
  },
  {
    path: 'src/view/README.md',
    source: 'A line.\n\n'.repeat(14),
    caughtBy: { 'house rules': 'src/view/README.md: 27 lines' },
  },
  {
    path: 'tests/e2e/sleeps.e2e.ts',
    source:
      "import { test } from '@playwright/test';\n\ntest('sleeps', async ({ page }) => {\n  await page.waitForTimeout(1000);\n});\n",
    caughtBy: { lint: 'Wait for a state' },
  },
];

const plantedGates = new Set(plants.flatMap(({ caughtBy }) => Object.keys(caughtBy)));

const results = new Map<string, CommandResult>();
let folder: string;

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

async function runGates(names: ReadonlySet<string>): Promise<void> {
  for (const { name, command } of gates) {
    if (!names.has(name)) continue;
    results.set(name, await runCommand(command, { folder, output: 'collect' }));
  }
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'small-house-')));
  for (const path of copied) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(projectFolder, path), join(folder, path));
  }
  await symlink(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  await write(soundFiles);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('a sound house', () => {
  // The others want the whole project: dead code its packages, types the folders left out here.
  const names = ['house rules', 'format', 'import rules', 'lint'];
  beforeAll(() => runGates(new Set(names)), 240_000);

  test.each(names)('passes: %s', (name) => {
    expect(results.get(name)).toMatchObject({ exitCode: 0 });
  });
});

describe('a planted fault is caught', () => {
  beforeAll(async () => {
    await write(Object.fromEntries(plants.map(({ path, source }) => [path, source])));
    await runGates(plantedGates);
  }, 240_000);

  const cases = plants.flatMap(({ path, caughtBy }) =>
    Object.entries(caughtBy).map(([gate, words]) => ({ path, gate, words })),
  );
  test.each(cases)('$path, by $gate', ({ gate, words }) => {
    const result = results.get(gate);
    expect(result?.exitCode).not.toBe(0);
    expect(result?.output).toContain(words);
  });
});
