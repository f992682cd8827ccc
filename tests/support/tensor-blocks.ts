/**
 * Tensor types of the GGUF format, written from the format's description and not from the
 * engine's reader, so that the two can disagree.
 */
export type TensorType = 'F32' | 'Q4_1' | 'Q8_0';

/** Type numbers of the GGUF file format (ggml's `enum ggml_type`). */
export const tensorTypeCodes: Readonly<Record<TensorType, number>> = { F32: 0, Q4_1: 3, Q8_0: 8 };

const blockLength = 32;
const blockBytes: Readonly<Record<TensorType, number>> = {
  F32: 4 * blockLength,
  Q4_1: 20,
  Q8_0: 34,
};

export interface EncodedTensor {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the bytes stand for, exactly: float16 scales times integers, in float64. */
  readonly values: Float64Array<ArrayBuffer>;
}

/** `values` must be a whole number of blocks of 32 (F32: any length). */
export function encodeTensor(values: Float64Array, type: TensorType): EncodedTensor {
  if (type === 'F32') {
    const rounded = Float32Array.from(values);
    return { bytes: new Uint8Array(rounded.buffer), values: Float64Array.from(rounded) };
  }
  const blockCount = values.length / blockLength;
  if (!Number.isInteger(blockCount)) throw new Error('a quantised tensor needs whole blocks of 32');
  const bytes = new Uint8Array(blockCount * blockBytes[type]);
  const exact = new Float64Array(values.length);
  for (let block = 0; block < blockCount; block += 1) {
    const from = values.subarray(block * blockLength, (block + 1) * blockLength);
    const to = exact.subarray(block * blockLength, (block + 1) * blockLength);
    const view = new DataView(bytes.buffer, block * blockBytes[type], blockBytes[type]);
    if (type === 'Q4_1') encodeQ41(from, to, view);
    else encodeQ80(from, to, view);
  }
  return { bytes, values: exact };
}

/** d (f16), m (f16), 16 bytes: element j in the low nibble of byte j, element j + 16 in the high one. x ≈ d·q + m. */
function encodeQ41(from: Float64Array, to: Float64Array, view: DataView): void {
  const smallest = Math.min(...from);
  const scaleBits = halfBitsOf((Math.max(...from) - smallest) / 15);
  const minBits = halfBitsOf(smallest);
  const scale = valueOfHalf(scaleBits);
  const min = valueOfHalf(minBits);
  view.setUint16(0, scaleBits, true);
  view.setUint16(2, minBits, true);
  from.forEach((value, index) => {
    const code = scale === 0 ? 0 : Math.max(0, Math.min(15, Math.round((value - min) / scale)));
    to[index] = scale * code + min;
    const offset = 4 + (index % 16);
    view.setUint8(offset, view.getUint8(offset) | (index < 16 ? code : code << 4));
  });
}

/** d (f16), 32 int8. x ≈ d·q. */
function encodeQ80(from: Float64Array, to: Float64Array, view: DataView): void {
  const scaleBits = halfBitsOf(Math.max(...from.map(Math.abs)) / 127);
  const scale = valueOfHalf(scaleBits);
  view.setUint16(0, scaleBits, true);
  from.forEach((value, index) => {
    const code = scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(value / scale)));
    to[index] = scale * code;
    view.setInt8(2 + index, code);
  });
}

/** Nearest IEEE 754 binary16; exact halves round to even. Values above 65,504 are not expected here. */
function halfBitsOf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude < 2 ** -14) return sign | roundHalfToEven(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  const steps = roundHalfToEven((magnitude / 2 ** exponent) * 1024);
  return sign | (((exponent + 14) << 10) + steps);
}

function valueOfHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
