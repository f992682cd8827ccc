import type { DecodedVocabulary } from '#contract/decoded-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { vocabularyTensors } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import { demand } from './message-rejection.ts';
import { checkTensors } from './read-tensors.ts';

/**
 * SPEC.md, VOC.
 * @throws MessageRejection
 */
export function decodeVocabulary(blob: Safetensors, shape: ModelShape): DecodedVocabulary {
  const tensors = checkTensors(blob, vocabularyTensors(shape));
  const bytes = tensors.u8('bytes');
  const offset = tensors.u32('offset');
  demand(offset[0] === 0, 'The first offset is not 0.');
  for (let token = 1; token < offset.length; token++) {
    if (offset[token]! < offset[token - 1]!) demand(false, 'The offsets fall.');
  }
  demand(offset.at(-1) === bytes.length, 'The last offset is not the end of the bytes.');
  return { type: 'vocabulary', bytes, offset };
}
