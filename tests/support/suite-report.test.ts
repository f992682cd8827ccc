import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeCounts, readSuiteCounts, sumCounts, writeCounts } from './suite-report.ts';

async function report(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'report-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'report.json');
  await writeFile(path, content);
  return path;
}

const vitestReport = JSON.stringify({
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
});

test('reads a report of Vitest', async () => {
  const counts = await readSuiteCounts(await report(vitestReport), 1);
  expect(counts).toEqual({ passedCount: 5, failedCount: 1, skippedCount: 3 });
});

test('reads a report of Playwright, where a flaky test has failed', async () => {
  const path = await report('{"stats":{"expected":7,"unexpected":1,"flaky":1,"skipped":4}}');
  const counts = await readSuiteCounts(path, 1);
  expect(counts).toEqual({ passedCount: 7, failedCount: 2, skippedCount: 4 });
});

test('reads back what it wrote', async () => {
  const path = await report('');
  const counts = { passedCount: 9, failedCount: 0, skippedCount: 0 };
  await writeCounts(path, counts);
  expect(await readSuiteCounts(path, 0)).toEqual(counts);
});

test.each([
  ['{"numPassedTests":5,"numFailedTests":0,"numPendingTests":0,"numTodoTests":0}', 1, 5],
  ['{"half a report', 0, 0],
  ['{}', 0, 0],
])('counts a failure that names no test as one: %s', async (content, exitCode, passedCount) => {
  const counts = await readSuiteCounts(await report(content), exitCode);
  expect(counts).toEqual({ passedCount, failedCount: 1, skippedCount: 0 });
});

test('counts a missing report as a failure', async () => {
  const counts = await readSuiteCounts(join(tmpdir(), 'no', 'such', 'report.json'), 0);
  expect(counts.failedCount).toBe(1);
});

test('adds up, and says so', () => {
  const one = { passedCount: 1, failedCount: 2, skippedCount: 3 };
  expect(describeCounts(sumCounts([one, one]))).toBe('2 passed, 4 failed, 6 skipped');
  expect(describeCounts({ ...one, skippedCount: 0 })).toBe('1 passed, 2 failed');
});
