import { expect, test } from 'vitest';
import type { Intervention } from '#contract/interventions.ts';
import {
  createTinyForwardPass,
  drain,
  kernelBytes,
  tinyCalibrationTokens,
} from '#tests/support/tiny-engine.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';
import { createForwardPass } from './create-forward-pass.ts';
import { loadWeights } from './weight-loader.ts';

const model = createTinyModel();
const mean: Intervention = { site: 'attn.hook_z', layer: 1, head: 2, op: 'mean' };

test('[IV2] the mean of a site leaves out the first position of the calibration text', () => {
  const pass = createTinyForwardPass(model, 'i16');
  const plain = pass.createBranch();
  drain(plain.prefill(tinyCalibrationTokens));
  const wanted = new Float64Array(16);
  for (let position = 1; position < tinyCalibrationTokens.length; position += 1) {
    const row = plain.borrowRow('attn.hook_z', 1, position).subarray(32, 48);
    row.forEach((value, i) => (wanted[i]! += value / (tinyCalibrationTokens.length - 1)));
  }
  const branch = pass.createBranch([mean]);
  drain(branch.prefill([5, 6, 7]));
  const seen = branch.borrowRow('attn.hook_z', 1, 2);
  [...seen.subarray(32, 48)].forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i]!, 6);
  });
});

test('[IV2] without a calibration text the mean is refused', () => {
  const weights = loadWeights(kernelBytes, model.bytes);
  const pass = createForwardPass({ weights, precision: 'i16', maxPositions: 8 });
  expect(() => pass.createBranch([mean])).toThrow(/needs a calibration text/);
});
