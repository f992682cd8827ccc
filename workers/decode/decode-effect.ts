import { effectTestLimit } from '#contract/control-message.ts';
import type { DecodedEffect } from '#contract/decoded-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { effectTensors, predictionCount } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import { demand } from './message-rejection.ts';
import { readClock } from './read-clock.ts';
import { checkTensors, requireLogprobs, requirePredictions, requireRange } from './read-tensors.ts';

/**
 * SPEC.md, EFF.
 * @throws MessageRejection
 */
export function decodeEffect(blob: Safetensors, shape: ModelShape): DecodedEffect {
  const tensors = checkTensors(blob, effectTensors);
  const test = tensors.u32('test');
  const predictionToken = tensors.i32('prediction.token');
  const predictionLogprob = tensors.f32('prediction.logprob');
  const answerLogprob = tensors.f32('answer.logprob');
  const count = test.length;
  demand(
    count > 0 && count <= effectTestLimit,
    `${String(count)} tests are not 1 … ${String(effectTestLimit)}.`,
  );
  demand(
    predictionToken.length === count * predictionCount &&
      predictionLogprob.length === count * predictionCount &&
      answerLogprob.length === count,
    'The tensors are not of equally many tests.',
  );
  requireRange('test', test, 0, effectTestLimit - 1);
  demand(new Set(test).size === count, 'A test is answered twice.');
  requirePredictions(tensors, shape, predictionCount);
  requireLogprobs('answer.logprob', answerLogprob);
  return {
    type: 'effect',
    clock: readClock(tensors.i32('clock'), shape),
    request: tensors.u32('request')[0]!,
    ...{ test, predictionToken, predictionLogprob, answerLogprob },
  };
}
