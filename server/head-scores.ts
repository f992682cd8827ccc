import { writeFileSync } from 'node:fs';
import { headScoresPath, makeHeadScoresFile } from '#server/default-model-files.ts';

const file = await makeHeadScoresFile();
writeFileSync(headScoresPath, file);
console.log(`${headScoresPath}: ${String(file.length)} bytes.`);
