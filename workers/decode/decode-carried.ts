import type { DecodedCarried } from '#contract/decoded-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { carriedTensors } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import { readClock } from './read-clock.ts';
import { checkTensors, requireRange } from './read-tensors.ts';

/**
 * SPEC.md, CARRY.
 * @throws MessageRejection
 */
export function decodeCarried(blob: Safetensors, shape: ModelShape): DecodedCarried {
  const tensors = checkTensors(blob, carriedTensors(shape));
  const norm = tensors.f32('carried');
  requireRange('carried', norm, 0, 3.4e38);
  return { type: 'carried', clock: readClock(tensors.i32('clock'), shape), norm };
}
