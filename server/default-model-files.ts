import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { bundledRecordingUrl, defaultModel } from '#contract/default-model.ts';
import { headScoreConstruction } from '#contract/head-score-text.ts';
import { storedCalibrationSchema, type StoredCalibration } from '#contract/stored-calibration.ts';
import { storedHeadScoresSchema, type StoredHeadScores } from '#contract/stored-head-scores.ts';
import { createForwardPass } from '#engine/create-forward-pass.ts';
import { sha256Hex } from '#kit/sha256-hex.ts';
import { headScoreTokens } from '#server/head-score-tokens.ts';
import { loadModelFile } from '#server/load-model-file.ts';
import { measureHeadScores } from '#server/measure-head-scores.ts';
import { readyModel } from '#workers/produce/ready-model.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';

/** Where an address of the app lies on disk. */
function assetPath(url: string): string {
  return fileURLToPath(new URL(`../assets${url}`, import.meta.url));
}

export const calibrationPath = assetPath(defaultModel.calibrationUrl);
export const headScoresPath = assetPath(defaultModel.headScoresUrl);
export const recordingPath = assetPath(bundledRecordingUrl);

/** The precision the app runs in. */
const precision = 'i16';

/**
 * The default model, ready to run with the default precision.
 * @param measured - `stored` takes what was measured of it (the scale of light, head scores) from
 * its files; `anew` measures the scale of light and does without head scores
 */
export async function loadDefaultModel(measured: 'stored' | 'anew'): Promise<RunnableModel> {
  const isStored = measured === 'stored';
  return readyModel({
    ...loadModelFile(assetPath(defaultModel.url)),
    sha256: defaultModel.sha256,
    precision,
    stored: isStored ? readStored(calibrationPath, storedCalibrationSchema) : undefined,
    storedHeadScores: isStored ? readStored(headScoresPath, storedHeadScoresSchema) : undefined,
  });
}

function readStored<T>(path: string, schema: v.GenericSchema<unknown, T>): T {
  return v.parse(schema, JSON.parse(readFileSync(path, 'utf8')));
}

/** The stored calibration's file as it should be. */
export async function makeCalibrationFile(): Promise<string> {
  const { identity, display } = await loadDefaultModel('anew');
  const stored: StoredCalibration = { model: identity.sha256, display };
  return `${JSON.stringify(stored)}\n`;
}

/** The stored head scores' file as it should be. */
export async function makeHeadScoresFile(): Promise<string> {
  const { weights, tokenizer } = loadModelFile(assetPath(defaultModel.url));
  const tokens = headScoreTokens(tokenizer);
  const maxPositions = Math.max(tokens.prose.length, tokens.repeated.length);
  const forward = createForwardPass({ weights, precision, maxPositions });
  const stored: StoredHeadScores = {
    model: defaultModel.sha256,
    headScores: {
      text: await sha256Hex(headScoreConstruction),
      ...measureHeadScores(forward, tokens),
    },
  };
  return `${JSON.stringify(stored)}\n`;
}
