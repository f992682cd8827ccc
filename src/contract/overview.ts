import type { ModelShape } from './model-shape.ts';
import { postBinCount, residBinCount, zBinsPerHead } from './texel-layout.ts';

/** What a tensor of a message must be. `null` stands for any length. */
export interface TensorRule {
  readonly name: string;
  readonly dtype: 'U8' | 'U16' | 'U32' | 'I32' | 'F32';
  readonly shape: readonly (number | null)[];
}

/** Kinds of safetensors messages (SPEC.md, ST1). */
export const tensorMessageKinds = [
  'overview',
  'lens',
  'values',
  'vocabulary',
  'carried',
  'directions',
  'difference',
  'effect',
] as const;
export type TensorMessageKind = (typeof tensorMessageKinds)[number];

/** Fills unused places of `attention.key`. */
export const noKey = 65535;
/** Length of a prediction: the most likely next tokens. */
export const predictionCount = 5;
/** A sink's hook_resid_pre norm is more than so many times the median (SPEC.md, OV5). */
export const sinkRatio = 10;
/** Bytes of tensor messages a connection opens with (SPEC.md, CREDIT4). */
export const creditWindowBytes = 256 * 1024;

/** Attended keys kept per head (SPEC.md, OV1): 8 up to 16 heads, 2 at 64 and beyond. */
export function attentionTopK(headCount: number): number {
  return Math.max(2, Math.min(8, Math.floor(128 / headCount)));
}

/** SPEC.md, OV1. */
export function overviewTensors(shape: ModelShape, topK: number): readonly TensorRule[] {
  const { layerCount: layers, headCount: heads } = shape;
  return [
    { name: 'clock', dtype: 'I32', shape: [5] },
    { name: 'hook_resid_post', dtype: 'U8', shape: [layers, residBinCount] },
    { name: 'attn.hook_z', dtype: 'U8', shape: [layers, heads, zBinsPerHead] },
    { name: 'mlp.hook_post', dtype: 'U8', shape: [layers, postBinCount] },
    { name: 'added', dtype: 'F32', shape: [layers, 2] },
    { name: 'added.cosine', dtype: 'F32', shape: [layers, 2] },
    { name: 'resid.cosine', dtype: 'F32', shape: [layers] },
    { name: 'resid.norm', dtype: 'F32', shape: [layers] },
    { name: 'ln_scale', dtype: 'F32', shape: [layers, 2] },
    { name: 'ln_final', dtype: 'F32', shape: [1] },
    { name: 'attention.key', dtype: 'U16', shape: [layers, heads, topK] },
    { name: 'attention.weight', dtype: 'U8', shape: [layers, heads, topK] },
    { name: 'attention.self', dtype: 'U8', shape: [layers, heads] },
    { name: 'attention.sink', dtype: 'U8', shape: [layers, heads] },
    { name: 'attention.rest', dtype: 'U8', shape: [layers, heads] },
    { name: 'prediction.token', dtype: 'I32', shape: [predictionCount] },
    { name: 'prediction.logprob', dtype: 'F32', shape: [predictionCount] },
  ];
}

/** SPEC.md, LENS1. */
export function lensTensors(shape: ModelShape): readonly TensorRule[] {
  return [
    { name: 'clock', dtype: 'I32', shape: [5] },
    { name: 'token', dtype: 'I32', shape: [shape.layerCount, predictionCount] },
    { name: 'logprob', dtype: 'F32', shape: [shape.layerCount, predictionCount] },
    { name: 'rank', dtype: 'U32', shape: [shape.layerCount] },
  ];
}

/** SPEC.md, CARRY1. */
export function carriedTensors(shape: ModelShape): readonly TensorRule[] {
  return [
    { name: 'clock', dtype: 'I32', shape: [5] },
    { name: 'carried', dtype: 'F32', shape: [shape.layerCount, shape.headCount] },
  ];
}

/** SPEC.md, DIFF1. */
export function differenceTensors(shape: ModelShape): readonly TensorRule[] {
  const { layerCount: layers, headCount: heads } = shape;
  return [
    { name: 'clock', dtype: 'I32', shape: [5] },
    { name: 'hook_resid_post', dtype: 'U8', shape: [layers, residBinCount] },
    { name: 'attn.hook_z', dtype: 'U8', shape: [layers, heads, zBinsPerHead] },
    { name: 'mlp.hook_post', dtype: 'U8', shape: [layers, postBinCount] },
    { name: 'whole', dtype: 'U8', shape: [layers, 3] },
  ];
}

/** SPEC.md, EFF1. */
export const effectTensors: readonly TensorRule[] = [
  { name: 'clock', dtype: 'I32', shape: [5] },
  { name: 'request', dtype: 'U32', shape: [1] },
  { name: 'test', dtype: 'U32', shape: [null] },
  { name: 'prediction.token', dtype: 'I32', shape: [null, predictionCount] },
  { name: 'prediction.logprob', dtype: 'F32', shape: [null, predictionCount] },
  { name: 'answer.logprob', dtype: 'F32', shape: [null] },
];

/** SPEC.md, VAL: what every values message has beside the rows, which carry the site's full name. */
export const valuesTensors: readonly TensorRule[] = [
  { name: 'clock', dtype: 'I32', shape: [5] },
  { name: 'request', dtype: 'U32', shape: [1] },
  { name: 'positions', dtype: 'U32', shape: [null] },
];

/** SPEC.md, VOC1. */
export function vocabularyTensors(shape: ModelShape): readonly TensorRule[] {
  return [
    { name: 'bytes', dtype: 'U8', shape: [null] },
    { name: 'offset', dtype: 'U32', shape: [shape.vocabularySize + 1] },
  ];
}

/** SPEC.md, DIR1. */
export function directionsTensors(neuronCount: number): readonly TensorRule[] {
  const shape = [neuronCount, predictionCount];
  return [
    { name: 'layer', dtype: 'U32', shape: [1] },
    { name: 'neuron', dtype: 'U32', shape: [neuronCount] },
    { name: 'top.token', dtype: 'I32', shape },
    { name: 'top.value', dtype: 'F32', shape },
    { name: 'bottom.token', dtype: 'I32', shape },
    { name: 'bottom.value', dtype: 'F32', shape },
  ];
}

/** Bounds of bin `index` of `binCount` over `valueCount` values: first value and one past the last (SPEC.md, OV2). */
export function binBounds(
  index: number,
  binCount: number,
  valueCount: number,
): readonly [number, number] {
  return [
    Math.floor((index * valueCount) / binCount),
    Math.floor(((index + 1) * valueCount) / binCount),
  ];
}

/** Most values one bin holds. */
export function binSize(binCount: number, valueCount: number): number {
  return Math.ceil(valueCount / binCount);
}
