import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openRecording } from '#source/mcap-recording.ts';
import { bundledRun } from '#server/bundled-run.ts';
import {
  calibrationPath,
  headScoresPath,
  loadDefaultModel,
  makeCalibrationFile,
  makeHeadScoresFile,
  recordingPath,
} from '#server/default-model-files.ts';
import { recordRun } from '#server/record-run.ts';

test('[CAL1] the stored scale of light is what measuring gives (npm run calibrate)', async () => {
  const stored = readFileSync(calibrationPath, 'utf8');
  const made = await makeCalibrationFile();
  // Not toBe: a difference in one long line is not readable.
  expect(made === stored, 'measured anew, the scale differs: npm run calibrate').toBe(true);
});

test('[ROLE4] the stored head scores are what measuring gives (npm run head-scores)', async () => {
  const stored = readFileSync(headScoresPath, 'utf8');
  const made = await makeHeadScoresFile();
  expect(made === stored, 'measured anew, the scores differ: npm run head-scores').toBe(true);
});

test('the bundled run is what the engine gives, byte for byte (npm run record:bundled)', async () => {
  const stored = new Uint8Array(readFileSync(recordingPath));
  const made = recordRun(await loadDefaultModel('stored'), bundledRun);
  // Not toEqual: a difference in 400 kB takes minutes to print.
  expect(made.length, 'the run differs: npm run record:bundled').toBe(stored.length);
  expect(made.findIndex((byte, index) => byte !== stored[index])).toBe(-1);
  expect(stored.length).toBeLessThan(3 * 2 ** 20);
  // 1,536 neurons' directions are 1,536 unembeddings: seconds, and more where the machine is shared.
}, 180_000);

test('the bundled run reads "The capital of France is" and says " Paris"', async () => {
  const recording = await openRecording(new Uint8Array(readFileSync(recordingPath)));
  const control = recording.control.map(
    ({ data }) => JSON.parse(new TextDecoder().decode(data)) as { kind: string; text?: string },
  );
  const texts = control.filter(({ kind }) => kind === 'token').map(({ text }) => text);
  expect(texts.slice(0, 6).join('')).toBe('The capital of France is Paris');
  expect(texts).toHaveLength(21);
  expect(await recording.find('/lens')).toHaveLength(21);
  expect(await recording.find('/carried')).toHaveLength(21);
  // Patterns of every layer, eleven sites and all neurons of layer 23; seven positions to a message.
  expect(await recording.find('/values')).toHaveLength(3 * (30 + 11));
  expect(await recording.find('/directions')).toHaveLength(1536 / 32);
});
