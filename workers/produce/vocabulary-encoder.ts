import { encodeSafetensors } from '#contract/safetensors.ts';
import type { RunnableModel } from './runnable-model.ts';

/** SPEC.md, VOC. */
export function encodeVocabulary({ bytes, offsets }: RunnableModel['vocabulary']): ArrayBuffer {
  return encodeSafetensors({
    metadata: new Map([['kind', 'vocabulary']]),
    tensors: new Map([
      ['bytes', { dtype: 'U8', shape: [bytes.length], data: bytes }],
      ['offset', { dtype: 'U32', shape: [offsets.length], data: offsets }],
    ]),
  }).buffer;
}
