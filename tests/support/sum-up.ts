import { describeCounts, readSuiteCounts, reportPath, sumCounts } from './suite-report.ts';

// The last line of continuous integration: what `npm test` and `npm run verify` left behind.
const total = sumCounts(
  await Promise.all(['tests', 'gates'].map((name) => readSuiteCounts(reportPath(name), 0))),
);
console.log(describeCounts({ ...total, skippedCount: 0 }));
process.exitCode = total.failedCount === 0 ? 0 : 1;
