import { fuzzMessages } from './fuzz-messages.ts';

/** A million mutated messages (`npm run fuzz`, or `npm run fuzz -- COUNT`); minutes, so not part of the tests. */
const total = Number(process.argv[2] ?? 1_000_000);
const batch = 10_000;
let accepted = 0;
for (let done = 0; done < total; done += batch) {
  const result = fuzzMessages(Math.min(batch, total - done), 1000 + done);
  accepted += result.accepted;
  for (const line of result.wrong) console.log(line);
  if (result.wrong.length > 0) process.exitCode = 1;
}
console.log(`${String(total)} messages, ${String(accepted)} of them still whole enough to show.`);
