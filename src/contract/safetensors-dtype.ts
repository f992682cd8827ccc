interface ArrayByDtype {
  F64: Float64Array;
  F32: Float32Array;
  /** IEEE 754 binary16, as its bits. */
  F16: Uint16Array;
  /** The upper half of a float32, as its bits. */
  BF16: Uint16Array;
  I64: BigInt64Array;
  U64: BigUint64Array;
  I32: Int32Array;
  U32: Uint32Array;
  I16: Int16Array;
  U16: Uint16Array;
  I8: Int8Array;
  U8: Uint8Array;
  /** One byte each, 0 or 1. */
  BOOL: Uint8Array;
}
export type Dtype = keyof ArrayByDtype;

/** `data` holds exactly the product of `shape` values, the last dimension innermost. */
export interface TensorOf<D extends Dtype> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: ArrayByDtype[D];
}
export type Tensor = { [D in Dtype]: TensorOf<D> }[Dtype];

/** Bytes that are not a safetensors blob, or one that is too large; the message is one sentence. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

/** Which typed array holds a dtype's values. */
export const arrayTypes = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const satisfies Record<Dtype, unknown>;

export function elementSize(dtype: Dtype): number {
  return arrayTypes[dtype].BYTES_PER_ELEMENT;
}

/**
 * Bytes of a tensor, exact for any sizes.
 * @throws SafetensorsError when `shape` is not a list of sizes or the product is beyond 2⁵³.
 */
export function byteLengthOf(name: string, dtype: Dtype, shape: readonly number[]): number {
  if (!isListOfCounts(shape)) {
    throw new SafetensorsError(`The shape of ${quoted(name)} is not a list of sizes.`);
  }
  // A zero anywhere makes the tensor empty however large the other sizes are.
  const length = shape.includes(0)
    ? 0
    : shape.reduce((all, size) => all * size, elementSize(dtype));
  if (!Number.isSafeInteger(length)) {
    throw new SafetensorsError(`The tensor ${quoted(name)} is larger than a file can be.`);
  }
  return length;
}

/** Whole, exact numbers from 0 on. */
export function isListOfCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Names come from strangers and end up in sentences on a screen. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}
