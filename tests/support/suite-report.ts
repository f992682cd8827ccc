import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { projectFolder } from '#tests/support/run-command.ts';

/** How many checks of a suite went which way. */
export interface SuiteCounts {
  readonly passedCount: number;
  readonly failedCount: number;
  readonly skippedCount: number;
}

/** The part of Vitest's JSON report that is read here. */
const vitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
});

/** The part of Playwright's JSON report that is read here. */
const playwrightReport = v.object({
  stats: v.object({
    expected: v.number(),
    unexpected: v.number(),
    flaky: v.number(),
    skipped: v.number(),
  }),
});

/** What {@link writeCounts} wrote. */
const countsReport = v.object({
  passedCount: v.number(),
  failedCount: v.number(),
  skippedCount: v.number(),
});

/** Where a suite's report lies; `.cache` is not tracked. */
export function reportPath(suite: string): string {
  return join(projectFolder, '.cache/reports', `${suite}.json`);
}

function parseCounts(report: unknown): SuiteCounts {
  const vitest = v.safeParse(vitestReport, report);
  if (vitest.success) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = vitest.output;
    return {
      passedCount: numPassedTests,
      failedCount: numFailedTests,
      skippedCount: numPendingTests + numTodoTests,
    };
  }
  const playwright = v.safeParse(playwrightReport, report);
  if (playwright.success) {
    const { expected, unexpected, flaky, skipped } = playwright.output.stats;
    return { passedCount: expected, failedCount: unexpected + flaky, skippedCount: skipped };
  }
  return v.parse(countsReport, report);
}

/**
 * Reads how a suite went.
 *
 * A suite that ended badly without naming a failed test (a file that does not load, a crash, no
 * report at all) counts as one failure more, so that it never passes for green.
 */
export async function readSuiteCounts(path: string, exitCode: number): Promise<SuiteCounts> {
  let counts: SuiteCounts = { passedCount: 0, failedCount: 0, skippedCount: 0 };
  let isReadable = true;
  try {
    counts = parseCounts(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    isReadable = false;
  }
  const isSilentFailure = !isReadable || (exitCode !== 0 && counts.failedCount === 0);
  return isSilentFailure ? { ...counts, failedCount: counts.failedCount + 1 } : counts;
}

/** Adds counts up. */
export function sumCounts(all: readonly SuiteCounts[]): SuiteCounts {
  return all.reduce(
    (sum, each) => ({
      passedCount: sum.passedCount + each.passedCount,
      failedCount: sum.failedCount + each.failedCount,
      skippedCount: sum.skippedCount + each.skippedCount,
    }),
    { passedCount: 0, failedCount: 0, skippedCount: 0 },
  );
}

/** Leaves counts where {@link readSuiteCounts} finds them. */
export async function writeCounts(path: string, counts: SuiteCounts): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(counts));
}

/** For example `12 passed, 0 failed, 1 skipped`. */
export function describeCounts({ passedCount, failedCount, skippedCount }: SuiteCounts): string {
  const skipped = skippedCount === 0 ? '' : `, ${String(skippedCount)} skipped`;
  return `${String(passedCount)} passed, ${String(failedCount)} failed${skipped}`;
}
