import {
  arrayTypes,
  byteLengthOf,
  elementSize,
  isListOfCounts,
  quoted,
  SafetensorsError,
  type Dtype,
} from './safetensors-dtype.ts';

/** A tensor's place before there are values, for whoever writes a file piece by piece. */
export interface TensorPlan {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}
export interface SafetensorsHeader {
  /** The length prefix and the padded JSON: the file's first bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The tensors in the order in which their bytes follow the header, without gaps. */
  readonly order: readonly TensorPlan[];
  /** Header and tensors together. */
  readonly totalByteLength: number;
}

/** A tensor and where its bytes are, counted from the end of the header. */
export interface TensorPlace extends TensorPlan {
  readonly begin: number;
  readonly end: number;
}

/** What a blob's header says, checked. */
export interface ReadHeader {
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order of their bytes. */
  readonly places: readonly TensorPlace[];
  /** Where the tensors' bytes begin in the blob. */
  readonly dataStart: number;
}

/*
 * The safetensors format (github.com/huggingface/safetensors, "Format"): 8 bytes little-endian
 * header length, a JSON header, the tensors' bytes without holes. Multi-byte values are
 * little-endian, as every machine that runs WebAssembly is.
 */
const lengthByteCount = 8;
const metadataKey = '__metadata__';

/**
 * Lays out a file: tensors by descending element size, then by name, so that every tensor is
 * aligned to its own elements; the header padded with spaces to a multiple of 8.
 * @throws SafetensorsError when two tensors share a name or a shape is not one.
 */
export function planSafetensors(
  metadata: ReadonlyMap<string, string>,
  plans: readonly TensorPlan[],
): SafetensorsHeader {
  const order = [...plans].sort(
    (a, b) => elementSize(b.dtype) - elementSize(a.dtype) || (a.name < b.name ? -1 : 1),
  );
  const entries: [string, unknown][] = [];
  if (metadata.size > 0) entries.push([metadataKey, Object.fromEntries(metadata)]);
  const names = new Set([metadataKey]);
  let offset = 0;
  for (const { name, dtype, shape } of order) {
    if (names.has(name)) throw new SafetensorsError(`The tensor name ${quoted(name)} is taken.`);
    names.add(name);
    const end = offset + byteLengthOf(name, dtype, shape);
    entries.push([name, { dtype, shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(lengthByteCount + headerLength).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, lengthByteCount);
  return { bytes, order, totalByteLength: bytes.length + offset };
}

/**
 * Reads and checks a blob's header against the blob's length, before any memory is taken.
 * @throws SafetensorsError
 */
export function readHeader(bytes: Uint8Array, headerByteLimit: number): ReadHeader {
  const { json, dataStart } = parseHeader(bytes, headerByteLimit);
  const metadata = new Map<string, string>();
  const places: TensorPlace[] = [];
  for (const [name, entry] of Object.entries(json)) {
    if (name === metadataKey) readMetadata(entry, metadata);
    else places.push({ name, ...readEntry(name, entry) });
  }
  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of places) {
    if (begin !== covered) {
      throw new SafetensorsError(
        `The bytes before tensor ${quoted(name)} overlap or leave a hole.`,
      );
    }
    covered = end;
  }
  if (dataStart + covered !== bytes.length) {
    throw new SafetensorsError(
      `The header describes ${String(covered)} bytes of tensors, but ${String(bytes.length - dataStart)} are there.`,
    );
  }
  return { metadata, places, dataStart };
}

function parseHeader(
  bytes: Uint8Array,
  headerByteLimit: number,
): { json: object; dataStart: number } {
  if (bytes.length < lengthByteCount)
    throw new SafetensorsError('The blob is shorter than 8 bytes.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, lengthByteCount);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(headerByteLimit)) {
    throw new SafetensorsError(
      `The header says it has ${String(length)} bytes; at most ${String(headerByteLimit)} are read.`,
    );
  }
  const dataStart = lengthByteCount + Number(length);
  if (dataStart > bytes.length) throw new SafetensorsError('The blob ends within its header.');
  // The format wants '{' first, so that a header cannot hide behind white space.
  if (bytes[lengthByteCount] !== 0x7b)
    throw new SafetensorsError('The header does not start with {.');
  let json: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      bytes.subarray(lengthByteCount, dataStart),
    );
    json = JSON.parse(text);
  } catch {
    throw new SafetensorsError('The header is not valid JSON.');
  }
  if (!isRecord(json)) throw new SafetensorsError('The header is not a JSON object.');
  return { json, dataStart };
}

function readMetadata(entry: unknown, into: Map<string, string>): void {
  if (!isRecord(entry)) throw new SafetensorsError('The metadata is not an object of strings.');
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value !== 'string') {
      throw new SafetensorsError('The metadata is not an object of strings.');
    }
    into.set(key, value);
  }
}

function readEntry(name: string, entry: unknown): Omit<TensorPlace, 'name'> {
  if (!isRecord(entry))
    throw new SafetensorsError(`The entry of ${quoted(name)} is not an object.`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(arrayTypes, dtype)) {
    throw new SafetensorsError(`The tensor ${quoted(name)} has an unknown dtype.`);
  }
  if (!isListOfCounts(shape)) {
    throw new SafetensorsError(`The shape of ${quoted(name)} is not a list of sizes.`);
  }
  const [begin, end] = isListOfCounts(offsets) && offsets.length === 2 ? offsets : [];
  if (begin === undefined || end === undefined || begin > end) {
    throw new SafetensorsError(
      `The data_offsets of ${quoted(name)} are not two ascending offsets.`,
    );
  }
  const knownDtype = dtype as Dtype;
  if (byteLengthOf(name, knownDtype, shape) !== end - begin) {
    throw new SafetensorsError(`The offsets of ${quoted(name)} do not fit its shape and dtype.`);
  }
  return { dtype: knownDtype, shape, begin, end };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
