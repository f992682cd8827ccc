import { tensorTypeCodes, type TensorType } from './tensor-blocks.ts';

/** Metadata value types the tests write, with GGUF's type numbers. */
export type MetadataValue =
  | { readonly type: 'u32'; readonly value: number }
  | { readonly type: 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'i32s'; readonly value: readonly number[] };

export interface GgufTensor {
  readonly name: string;
  /** Innermost dimension first, as GGUF writes it: [columns, rows]. */
  readonly dimensions: readonly number[];
  readonly type: TensorType;
  readonly bytes: Uint8Array;
}

export interface GgufContent {
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly tensors: readonly GgufTensor[];
}

export interface WrittenGguf {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where tensor data starts: everything before is header. */
  readonly dataOffset: number;
}

const alignment = 32;
const typeCode = { u32: 4, f32: 6, bool: 7, string: 8, i32: 5, array: 9 } as const;

/** A GGUF file, version 3, little-endian (github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
export function writeGguf(content: GgufContent): WrittenGguf {
  const out = new ByteSink();
  out.bytes(new TextEncoder().encode('GGUF'));
  out.u32(3);
  out.u64(content.tensors.length);
  const entries = Object.entries(content.metadata);
  out.u64(entries.length);
  for (const [key, value] of entries) {
    out.string(key);
    writeValue(out, value);
  }
  let tensorOffset = 0;
  for (const tensor of content.tensors) {
    out.string(tensor.name);
    out.u32(tensor.dimensions.length);
    for (const dimension of tensor.dimensions) out.u64(dimension);
    out.u32(tensorTypeCodes[tensor.type]);
    out.u64(tensorOffset);
    tensorOffset += roundUp(tensor.bytes.length);
  }
  out.padTo(alignment);
  const dataOffset = out.length;
  for (const tensor of content.tensors) {
    out.bytes(tensor.bytes);
    out.padTo(alignment);
  }
  return { bytes: out.taken(), dataOffset };
}

function writeValue(out: ByteSink, entry: MetadataValue): void {
  switch (entry.type) {
    case 'u32':
      out.u32(typeCode.u32);
      out.u32(entry.value);
      return;
    case 'f32':
      out.u32(typeCode.f32);
      out.f32(entry.value);
      return;
    case 'bool':
      out.u32(typeCode.bool);
      out.bytes(Uint8Array.of(entry.value ? 1 : 0));
      return;
    case 'string':
      out.u32(typeCode.string);
      out.string(entry.value);
      return;
    case 'strings':
      out.u32(typeCode.array);
      out.u32(typeCode.string);
      out.u64(entry.value.length);
      for (const item of entry.value) out.string(item);
      return;
    case 'i32s':
      out.u32(typeCode.array);
      out.u32(typeCode.i32);
      out.u64(entry.value.length);
      for (const item of entry.value) out.u32(item >>> 0);
  }
}

function roundUp(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

class ByteSink {
  private readonly parts: Uint8Array[] = [];
  length = 0;

  bytes(part: Uint8Array): void {
    this.parts.push(part);
    this.length += part.length;
  }

  u32(value: number): void {
    this.bytes(new Uint8Array(Uint32Array.of(value).buffer));
  }

  u64(value: number): void {
    this.bytes(new Uint8Array(BigUint64Array.of(BigInt(value)).buffer));
  }

  f32(value: number): void {
    this.bytes(new Uint8Array(Float32Array.of(value).buffer));
  }

  string(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.u64(encoded.length);
    this.bytes(encoded);
  }

  padTo(multiple: number): void {
    this.bytes(new Uint8Array((multiple - (this.length % multiple)) % multiple));
  }

  taken(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.length);
    let offset = 0;
    for (const part of this.parts) {
      all.set(part, offset);
      offset += part.length;
    }
    return all;
  }
}
