import { rm } from 'node:fs/promises';
import { runCommand } from '#tests/support/run-command.ts';
import {
  describeCounts,
  readSuiteCounts,
  reportPath,
  sumCounts,
  writeCounts,
  type SuiteCounts,
} from '#tests/support/suite-report.ts';

interface Suite {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
}

function vitestSuite(name: string, ...extra: string[]): Suite {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${reportPath(name)}`];
  return { name, command: ['vitest', 'run', ...extra, ...reporters] };
}

/** From quick to slow. A failing suite does not keep the next from running. */
const suites: readonly Suite[] = [
  vitestSuite('unit'),
  vitestSuite('browser', '--config', 'tests/support/vitest-browser.config.ts'),
  {
    name: 'e2e',
    command: [
      'playwright',
      'test',
      '--config=tests/e2e/playwright.config.ts',
      '--reporter=list,json',
    ],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath('e2e') },
  },
];

const outcomes: { readonly name: string; readonly counts: SuiteCounts }[] = [];
for (const { name, command, environment } of suites) {
  const path = reportPath(name);
  // An older report must not speak for a run that crashed.
  await rm(path, { force: true });
  const { exitCode } = await runCommand(command, {
    output: 'pass-on',
    ...(environment !== undefined && { environment }),
  });
  outcomes.push({ name, counts: await readSuiteCounts(path, exitCode) });
}

const total = sumCounts(outcomes.map(({ counts }) => counts));
await writeCounts(reportPath('tests'), total);
console.log();
for (const { name, counts } of outcomes) console.log(`${name}: ${describeCounts(counts)}`);
console.log(`all tests: ${describeCounts(total)}`);
process.exitCode = total.failedCount === 0 ? 0 : 1;
