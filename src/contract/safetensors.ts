import type { HeaderMemory } from './header-memory.ts';
import {
  arrayTypes,
  byteLengthOf,
  elementSize,
  quoted,
  SafetensorsError,
  type Dtype,
  type Tensor,
  type TensorOf,
} from './safetensors-dtype.ts';
import { planSafetensors, readHeader } from './safetensors-header.ts';

/** What a blob holds. The format's description is in `safetensors-header.ts`. */
export interface Safetensors {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

export interface DecodeLimits {
  /** The longest JSON header that is read; one mebibyte unless said otherwise. */
  readonly headerByteLimit?: number;
  /** For a stream, whose headers repeat. */
  readonly memory?: HeaderMemory;
}

/**
 * One blob of its own memory, ready to be transferred.
 * @throws SafetensorsError when a tensor's values do not fill its shape.
 */
export function encodeSafetensors(content: Safetensors): Uint8Array<ArrayBuffer> {
  const plans = Array.from(content.tensors, ([name, { dtype, shape }]) => ({ name, dtype, shape }));
  const header = planSafetensors(content.metadata, plans);
  const blob = new Uint8Array(header.totalByteLength);
  blob.set(header.bytes);
  let offset = header.bytes.length;
  for (const { name, dtype, shape } of header.order) {
    const data = content.tensors.get(name)?.data;
    if (data?.byteLength !== byteLengthOf(name, dtype, shape)) {
      throw new SafetensorsError(`The values of ${quoted(name)} do not fill its shape.`);
    }
    blob.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return blob;
}

/**
 * Reads a blob from anyone. Everything is checked before memory is taken: lengths, names, dtypes,
 * shapes, offsets, holes, overlaps. Tensors are views into `bytes`, or copies where the blob is
 * not aligned for their type.
 * @throws SafetensorsError
 */
export function decodeSafetensors(bytes: Uint8Array, limits: DecodeLimits = {}): Safetensors {
  const { headerByteLimit = 1 << 20, memory } = limits;
  const { metadata, places, dataStart } = memory
    ? memory.read(bytes, headerByteLimit)
    : readHeader(bytes, headerByteLimit);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of places) {
    const part = bytes.subarray(dataStart + begin, dataStart + end);
    tensors.set(name, { dtype, shape, data: viewOf(dtype, part) } as Tensor);
  }
  return { metadata, tensors };
}

/**
 * The tensor of that name and type.
 * @throws SafetensorsError when it is missing or of another type or shape (checked when given).
 */
export function requireTensor<D extends Dtype>(
  content: Safetensors,
  name: string,
  dtype: D,
  shape?: readonly number[],
): TensorOf<D> {
  const tensor = content.tensors.get(name);
  if (!tensor) throw new SafetensorsError(`The tensor ${quoted(name)} is missing.`);
  const wrongShape =
    shape !== undefined &&
    (shape.length !== tensor.shape.length || shape.some((size, i) => size !== tensor.shape[i]));
  if (tensor.dtype !== dtype || wrongShape) {
    const wanted = shape ? `${dtype} [${shape.join(', ')}]` : dtype;
    throw new SafetensorsError(
      `The tensor ${quoted(name)} is ${tensor.dtype} [${tensor.shape.join(', ')}], not ${wanted}.`,
    );
  }
  return tensor as unknown as TensorOf<D>;
}

function viewOf(dtype: Dtype, part: Uint8Array): Tensor['data'] {
  const size = elementSize(dtype);
  const aligned = part.byteOffset % size === 0 ? part : part.slice();
  return new arrayTypes[dtype](
    aligned.buffer as ArrayBuffer,
    aligned.byteOffset,
    aligned.byteLength / size,
  );
}
