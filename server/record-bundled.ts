import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundledRun } from '#server/bundled-run.ts';
import { loadDefaultModel, recordingPath } from '#server/default-model-files.ts';
import { recordRun } from '#server/record-run.ts';

const recording = recordRun(await loadDefaultModel('stored'), bundledRun);
mkdirSync(dirname(recordingPath), { recursive: true });
writeFileSync(recordingPath, recording);
console.log(`${recordingPath}: ${String(recording.length)} bytes.`);
