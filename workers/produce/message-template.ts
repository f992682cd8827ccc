import type { TensorMessageKind, TensorRule } from '#contract/overview.ts';
import { decodeSafetensors, encodeSafetensors } from '#contract/safetensors.ts';
import { arrayTypes, type Tensor } from '#contract/safetensors-dtype.ts';

/**
 * One message's bytes, laid out once and filled again and again: its header never changes, only the
 * values behind it do.
 */
export interface MessageTemplate {
  /** Views into the template, by name and type; whoever holds them writes the next message. */
  f32(name: string): Float32Array;
  i32(name: string): Int32Array;
  u32(name: string): Uint32Array;
  u16(name: string): Uint16Array;
  u8(name: string): Uint8Array;
  readonly byteLength: number;
  /** A copy of what the template holds now, of its own memory, ready to be transferred. */
  takeMessage(): ArrayBuffer;
}

/** @throws RangeError when a rule leaves a length open. */
export function createMessageTemplate(
  kind: TensorMessageKind,
  rules: readonly TensorRule[],
): MessageTemplate {
  const tensors = new Map<string, Tensor>(
    rules.map(({ name, dtype, shape }) => [name, emptyTensor(dtype, shape)]),
  );
  const blob = encodeSafetensors({ metadata: new Map([['kind', kind]]), tensors });
  const views = decodeSafetensors(blob).tensors;
  const view = (name: string, dtype: TensorRule['dtype']): unknown => {
    const tensor = views.get(name);
    if (tensor?.dtype !== dtype) throw new RangeError(`The template has no ${dtype} ${name}.`);
    return tensor.data;
  };
  return {
    f32: (name) => view(name, 'F32') as Float32Array,
    i32: (name) => view(name, 'I32') as Int32Array,
    u32: (name) => view(name, 'U32') as Uint32Array,
    u16: (name) => view(name, 'U16') as Uint16Array,
    u8: (name) => view(name, 'U8') as Uint8Array,
    byteLength: blob.byteLength,
    takeMessage: () => blob.buffer.slice(0),
  };
}

function emptyTensor(dtype: TensorRule['dtype'], shape: TensorRule['shape']): Tensor {
  const sizes = shape.map((size) => {
    if (size === null) throw new RangeError('A template needs every length.');
    return size;
  });
  const length = sizes.reduce((all, size) => all * size, 1);
  return { dtype, shape: sizes, data: new arrayTypes[dtype](length) } as Tensor;
}
