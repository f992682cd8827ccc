/** Tensor types the engine computes with. */
export type TensorType = 'F32' | 'Q4_1' | 'Q8_0';

interface BlockSize {
  readonly elements: number;
  readonly bytes: number;
}

/** Blocks as the file holds them (ggml-common.h: `block_q4_1`, `block_q8_0`). */
export const fileBlocks: Readonly<Record<TensorType, BlockSize>> = {
  F32: { elements: 1, bytes: 4 },
  Q4_1: { elements: 32, bytes: 20 },
  Q8_0: { elements: 32, bytes: 34 },
};

const supportedCodes: ReadonlyMap<number, TensorType> = new Map([
  [0, 'F32'],
  [3, 'Q4_1'],
  [8, 'Q8_0'],
]);

/** Names of ggml's other type numbers, for a refusal that a reader can act on (ggml.h, `enum ggml_type`). */
const otherNames: ReadonlyMap<number, string> = new Map([
  [1, 'F16'],
  [2, 'Q4_0'],
  [6, 'Q5_0'],
  [7, 'Q5_1'],
  [9, 'Q8_1'],
  [10, 'Q2_K'],
  [11, 'Q3_K'],
  [12, 'Q4_K'],
  [13, 'Q5_K'],
  [14, 'Q6_K'],
  [15, 'Q8_K'],
  [16, 'IQ2_XXS'],
  [17, 'IQ2_XS'],
  [18, 'IQ3_XXS'],
  [19, 'IQ1_S'],
  [20, 'IQ4_NL'],
  [21, 'IQ3_S'],
  [22, 'IQ2_S'],
  [23, 'IQ4_XS'],
  [24, 'I8'],
  [25, 'I16'],
  [26, 'I32'],
  [27, 'I64'],
  [28, 'F64'],
  [29, 'IQ1_M'],
  [30, 'BF16'],
  [34, 'TQ1_0'],
  [35, 'TQ2_0'],
  [39, 'MXFP4'],
]);

/** @returns the type for ggml's number, or undefined when the engine has no kernel for it. */
export function tensorTypeOf(code: number): TensorType | undefined {
  return supportedCodes.get(code);
}

export function nameOfTensorType(code: number): string {
  return supportedCodes.get(code) ?? otherNames.get(code) ?? `number ${String(code)}`;
}
