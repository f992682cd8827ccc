import type { DecodedLens } from '#contract/decoded-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { lensTensors } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import { readClock } from './read-clock.ts';
import { checkTensors, requireLogprobs, requireRange } from './read-tensors.ts';

/**
 * SPEC.md, LENS.
 * @throws MessageRejection
 */
export function decodeLens(blob: Safetensors, shape: ModelShape): DecodedLens {
  const tensors = checkTensors(blob, lensTensors(shape));
  const clock = readClock(tensors.i32('clock'), shape);
  const token = tensors.i32('token');
  const logprob = tensors.f32('logprob');
  const rank = tensors.u32('rank');
  requireRange('token', token, -1, shape.vocabularySize - 1);
  requireLogprobs('logprob', logprob);
  requireRange('rank', rank, 0, shape.vocabularySize);
  return { type: 'lens', clock, token, logprob, rank };
}
