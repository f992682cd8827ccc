import { calibrationText, calibrationTokenCount } from '#contract/calibration-text.ts';
import { shownTokenLimit, type Display, type HeadScores } from '#contract/control-message.ts';
import type { ForwardPass } from '#contract/forward-pass.ts';
import { headScoreConstruction } from '#contract/head-score-text.ts';
import type { Precision } from '#contract/model-shape.ts';
import type { StoredCalibration } from '#contract/stored-calibration.ts';
import type { StoredHeadScores } from '#contract/stored-head-scores.ts';
import { createForwardPass } from '#engine/create-forward-pass.ts';
import type { Tokenizer } from '#engine/tokenizer.ts';
import type { ModelWeights } from '#engine/weights.ts';
import { sha256Hex } from '#kit/sha256-hex.ts';
import { measureDisplay } from './calibration.ts';
import { makeRunnableModel } from './make-runnable-model.ts';
import type { RunnableModel } from './runnable-model.ts';

export interface LoadedFile {
  readonly weights: ModelWeights;
  readonly tokenizer: Tokenizer;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  readonly precision: Precision;
  /** Used when it is this file's and this text's; measured anew otherwise (SPEC.md, CAL1). */
  readonly stored?: StoredCalibration | undefined;
  /** Told when they are this file's and this text's; never measured here (SPEC.md, ROLE4). */
  readonly storedHeadScores?: StoredHeadScores | undefined;
}

/** Takes the memory to run a loaded file and sets its scale of light. */
export async function readyModel(file: LoadedFile): Promise<RunnableModel> {
  const { weights, tokenizer, sha256, precision, stored } = file;
  const calibrationTokens = tokenizer.encode(calibrationText).slice(0, calibrationTokenCount);
  const forward = createForwardPass({
    weights,
    precision,
    maxPositions: shownTokenLimit,
    calibrationTokens,
  });
  const textHash = await sha256Hex(calibrationText);
  const isOfThisFile = stored?.model === sha256 && stored.display.calibration === textHash;
  const scale = isOfThisFile ? stored.display : measure(forward, calibrationTokens, textHash);
  const headScores = await headScoresOf(file);
  const display = headScores ? { ...scale, headScores } : scale;
  return makeRunnableModel({ forward, header: weights.header, tokenizer, display, sha256 });
}

async function headScoresOf(file: LoadedFile): Promise<HeadScores | undefined> {
  const { sha256, storedHeadScores: stored } = file;
  const isOfThisFile =
    stored?.model === sha256 && stored.headScores.text === (await sha256Hex(headScoreConstruction));
  return isOfThisFile ? stored.headScores : undefined;
}

function measure(forward: ForwardPass, tokens: readonly number[], textHash: string): Display {
  const slices = measureDisplay(forward, tokens, textHash);
  for (;;) {
    const next = slices.next();
    if (next.done === true) return next.value;
  }
}
