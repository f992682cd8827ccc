import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { bundledRecordingUrl, defaultModel } from '#contract/default-model.ts';
import { storedCalibrationSchema, type StoredCalibration } from '#contract/stored-calibration.ts';
import { loadModelFile } from '#server/load-model-file.ts';
import { readyModel } from '#workers/produce/ready-model.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';

/** Where an address of the app lies on disk. */
function assetPath(url: string): string {
  return fileURLToPath(new URL(`../assets${url}`, import.meta.url));
}

export const calibrationPath = assetPath(defaultModel.calibrationUrl);
export const recordingPath = assetPath(bundledRecordingUrl);

/**
 * The default model, ready to run with the default precision.
 * @param calibration - `stored` takes the scale of light from its file, `measured` measures it
 */
export async function loadDefaultModel(calibration: 'stored' | 'measured'): Promise<RunnableModel> {
  return readyModel({
    ...loadModelFile(assetPath(defaultModel.url)),
    sha256: defaultModel.sha256,
    precision: 'i16',
    stored: calibration === 'stored' ? readStoredCalibration() : undefined,
  });
}

function readStoredCalibration(): StoredCalibration {
  return v.parse(storedCalibrationSchema, JSON.parse(readFileSync(calibrationPath, 'utf8')));
}

/** The stored calibration's file as it should be. */
export async function makeCalibrationFile(): Promise<string> {
  const { identity, display } = await loadDefaultModel('measured');
  const stored: StoredCalibration = { model: identity.sha256, display };
  return `${JSON.stringify(stored)}\n`;
}
