import { calibrationText, calibrationTokenCount } from '#contract/calibration-text.ts';
import type { ForwardPass } from '#contract/forward-pass.ts';
import type { ModelShape, Precision } from '#contract/model-shape.ts';
import { createForwardPass } from '#engine/create-forward-pass.ts';
import type { Tokenizer } from '#engine/tokenizer.ts';
import { loadModelFile } from '#server/load-model-file.ts';

/** A model that has been read and waits to be told how precisely and how far it will run. */
export interface OpenedModel {
  readonly shape: ModelShape;
  readonly tokenizer: Tokenizer;
  /** @param positionCount - tokens a run will have */
  createForwardPass(precision: Precision, positionCount: number): ForwardPass;
}

/** @throws CommandError when the file is not there or is not a model the engine can run */
export function openModel(path: string): OpenedModel {
  const { weights, tokenizer } = loadModelFile(path);
  const calibrationTokens = tokenizer.encode(calibrationText).slice(0, calibrationTokenCount);
  return {
    shape: weights.config.shape,
    tokenizer,
    createForwardPass: (precision, positionCount) => {
      const maxPositions = Math.max(positionCount, calibrationTokenCount);
      return createForwardPass({ weights, precision, maxPositions, calibrationTokens });
    },
  };
}
