import { writeFileSync } from 'node:fs';
import { calibrationPath, makeCalibrationFile } from '#server/default-model-files.ts';

const file = await makeCalibrationFile();
writeFileSync(calibrationPath, file);
console.log(`${calibrationPath}: ${String(file.length)} bytes.`);
