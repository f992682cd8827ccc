import { gates } from '#tests/gates/gates.ts';
import { runCommand } from '#tests/support/run-command.ts';
import { describeCounts, reportPath, writeCounts } from '#tests/support/suite-report.ts';

let failedCount = 0;
for (const { name, command, cure } of gates) {
  const startedMillis = Date.now();
  const { exitCode, output } = await runCommand(command, { output: 'collect' });
  const seconds = ((Date.now() - startedMillis) / 1000).toFixed(1);
  console.log(`${exitCode === 0 ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
  if (exitCode !== 0) {
    failedCount += 1;
    console.log(`\n${output.trimEnd()}\n${cure}\n`);
  }
}

const counts = { passedCount: gates.length - failedCount, failedCount, skippedCount: 0 };
await writeCounts(reportPath('gates'), counts);
console.log(`gates: ${describeCounts(counts)}`);
process.exitCode = failedCount === 0 ? 0 : 1;
