import type { DecodedDifference } from '#contract/decoded-message.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { differenceTensors } from '#contract/overview.ts';
import type { Safetensors } from '#contract/safetensors.ts';
import type { TexelPacker } from './pack-texels.ts';
import { readClock } from './read-clock.ts';
import { checkTensors } from './read-tensors.ts';

/** What a difference is checked against and packed with. */
export interface DifferenceDecoding {
  readonly shape: ModelShape;
  readonly packer: TexelPacker;
  readonly takeTexels: () => Uint8Array<ArrayBuffer>;
}

/**
 * SPEC.md, DIFF. Codes are views into the message's memory where they can be. `texels` is filled and
 * becomes part of the result.
 * @throws MessageRejection
 */
export function decodeDifference(
  blob: Safetensors,
  { shape, packer, takeTexels }: DifferenceDecoding,
): DecodedDifference {
  const tensors = checkTensors(blob, differenceTensors(shape));
  const clock = readClock(tensors.i32('clock'), shape);
  const codes = {
    zCodes: tensors.u8('attn.hook_z'),
    postCodes: tensors.u8('mlp.hook_post'),
    residCodes: tensors.u8('hook_resid_post'),
    wholeCodes: tensors.u8('whole'),
  };
  const texels = takeTexels();
  packer.packDifference(codes, texels);
  return { type: 'difference', clock, texels, ...codes };
}
