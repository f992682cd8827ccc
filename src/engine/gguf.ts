import { GgufCursor, HeaderIncomplete } from './gguf-cursor.ts';
import { GgufError } from './gguf-error.ts';
import { fileBlocks, nameOfTensorType, tensorTypeOf, type TensorType } from './tensor-type.ts';

export type GgufValue = number | boolean | string | readonly (number | boolean | string)[];

export interface GgufTensor {
  readonly name: string;
  readonly type: TensorType;
  /** Elements of one row: the innermost dimension, whole blocks of the type. */
  readonly columnCount: number;
  /** 1 for a vector. */
  readonly rowCount: number;
  /** From the start of the file. */
  readonly byteOffset: number;
  readonly byteLength: number;
}

export interface GgufHeader {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  /** In the order of their bytes in the file, without overlaps, all inside the file. */
  readonly tensors: readonly GgufTensor[];
}

/** Longer headers are refused: real ones (with a vocabulary of 256,000) stay below 20 MB. */
const headerLimit = 64 * 2 ** 20;
/** Metadata arrays are kept as JavaScript arrays; the longest real ones are lists of merges. */
const longestArray = 2 ** 21;
const magic = 0x46554747;

/**
 * Reads header, metadata and tensor table of a GGUF file, versions 2 and 3
 * (github.com/ggml-org/ggml/blob/master/docs/gguf.md). Every count, length and offset is checked
 * against `fileLength` before anything is taken.
 * @param bytes - the file from its start; may end anywhere
 * @returns the header, or undefined when `bytes` ends before the header does
 * @throws GgufError for a file that is broken or holds what the engine cannot compute with
 */
export function readGgufHeader(bytes: Uint8Array, fileLength: number): GgufHeader | undefined {
  try {
    return readHeader(new GgufCursor(bytes, Math.min(fileLength, headerLimit)), fileLength);
  } catch (error) {
    if (error instanceof HeaderIncomplete) return undefined;
    throw error;
  }
}

function readHeader(cursor: GgufCursor, fileLength: number): GgufHeader {
  if (cursor.u32('the magic number') !== magic) {
    throw new GgufError('This is not a GGUF file: it does not start with the letters GGUF.');
  }
  const version = cursor.u32('the version');
  if (version !== 2 && version !== 3) {
    throw new GgufError(
      `GGUF version ${String(version)} is not supported (byte 4); versions 2 and 3 are.`,
    );
  }
  const tensorCount = cursor.count('the number of tensors', 24);
  const entryCount = cursor.count('the number of metadata entries', 13);
  const metadata = new Map<string, GgufValue>();
  for (let entry = 0; entry < entryCount; entry += 1) {
    const key = cursor.string(`the name of metadata entry ${String(entry)}`);
    if (metadata.has(key)) throw new GgufError(`The metadata names ${quote(key)} twice.`);
    metadata.set(key, readValue(cursor, cursor.u32(`the type of ${quote(key)}`), key));
  }
  const entries: TensorEntry[] = [];
  for (let tensor = 0; tensor < tensorCount; tensor += 1) entries.push(readTensor(cursor, tensor));
  const alignment = readAlignment(metadata);
  const dataOffset = Math.ceil(cursor.offset / alignment) * alignment;
  return { metadata, tensors: placeTensors(entries, { alignment, dataOffset, fileLength }) };
}

const readers: ReadonlyMap<number, [number, (view: DataView, offset: number) => number]> = new Map([
  [0, [1, (view, offset) => view.getUint8(offset)]],
  [1, [1, (view, offset) => view.getInt8(offset)]],
  [2, [2, (view, offset) => view.getUint16(offset, true)]],
  [3, [2, (view, offset) => view.getInt16(offset, true)]],
  [4, [4, (view, offset) => view.getUint32(offset, true)]],
  [5, [4, (view, offset) => view.getInt32(offset, true)]],
  [6, [4, (view, offset) => view.getFloat32(offset, true)]],
  [10, [8, (view, offset) => Number(view.getBigUint64(offset, true))]],
  [11, [8, (view, offset) => Number(view.getBigInt64(offset, true))]],
  [12, [8, (view, offset) => view.getFloat64(offset, true)]],
]);
const booleanType = 7;
const stringType = 8;
const arrayType = 9;

function readValue(cursor: GgufCursor, type: number, key: string): GgufValue {
  if (type !== arrayType) return readScalar(cursor, type, key);
  const itemType = cursor.u32(`the item type of ${quote(key)}`);
  const itemBytes = itemType === stringType ? 8 : (readers.get(itemType)?.[0] ?? 1);
  const length = cursor.count(`the length of ${quote(key)}`, itemBytes);
  if (length > longestArray) {
    throw new GgufError(
      `Metadata entry ${quote(key)} has ${String(length)} items; at most ${String(longestArray)} are read.`,
    );
  }
  const items: (number | boolean | string)[] = [];
  for (let item = 0; item < length; item += 1) items.push(readScalar(cursor, itemType, key));
  return items;
}

function readScalar(cursor: GgufCursor, type: number, key: string): number | boolean | string {
  if (type === stringType) return cursor.string('a metadata string');
  if (type === booleanType) return cursor.u8('a metadata value') !== 0;
  const reader = readers.get(type);
  if (reader) return cursor.number(...reader);
  throw new GgufError(
    `Metadata entry ${quote(key)} has the unknown type ${String(type)} (before byte ${String(cursor.offset)}).`,
  );
}

interface TensorEntry {
  readonly name: string;
  readonly type: TensorType;
  readonly columnCount: number;
  readonly rowCount: number;
  /** From the start of the tensor data. */
  readonly dataOffset: number;
}

function readTensor(cursor: GgufCursor, index: number): TensorEntry {
  const name = cursor.string(`the name of tensor ${String(index)}`);
  const start = cursor.offset;
  const what = `tensor ${quote(name)}`;
  const dimensionCount = cursor.u32(`the number of dimensions of ${what}`);
  if (dimensionCount < 1 || dimensionCount > 2) {
    throw new GgufError(
      `Tensor ${quote(name)} has ${String(dimensionCount)} dimensions (byte ${String(start)}); the engine takes 1 or 2.`,
    );
  }
  const columnCount = cursor.size(`the width of ${what}`);
  const rowCount = dimensionCount === 2 ? cursor.size(`the height of ${what}`) : 1;
  const code = cursor.u32(`the type of ${what}`);
  const dataOffset = cursor.size(`the offset of ${what}`);
  const type = tensorTypeOf(code);
  if (!type) {
    throw new GgufError(
      `Tensor ${quote(name)} has type ${nameOfTensorType(code)} (byte ${String(cursor.offset - 12)}), for which there is no kernel; Q4_1, Q8_0 and F32 are supported.`,
    );
  }
  if (columnCount < 1 || rowCount < 1 || columnCount % fileBlocks[type].elements !== 0) {
    throw new GgufError(
      `Tensor ${quote(name)} has the shape ${String(columnCount)} × ${String(rowCount)} (byte ${String(start)}), which ${type} cannot hold.`,
    );
  }
  return { name, type, columnCount, rowCount, dataOffset };
}

function readAlignment(metadata: ReadonlyMap<string, GgufValue>): number {
  const alignment = metadata.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || alignment < 1 || alignment > 2 ** 20 || alignment % 1) {
    throw new GgufError('The metadata entry "general.alignment" is not a sensible alignment.');
  }
  return alignment;
}

interface DataPlace {
  readonly alignment: number;
  readonly dataOffset: number;
  readonly fileLength: number;
}

function placeTensors(entries: readonly TensorEntry[], place: DataPlace): GgufTensor[] {
  const tensors = entries.map(({ dataOffset, ...entry }) => {
    const { elements, bytes } = fileBlocks[entry.type];
    const byteOffset = place.dataOffset + dataOffset;
    const byteLength = (entry.columnCount / elements) * entry.rowCount * bytes;
    if (dataOffset % place.alignment !== 0 || byteOffset + byteLength > place.fileLength) {
      throw new GgufError(
        `Tensor ${quote(entry.name)} (${entry.type}) claims bytes ${String(byteOffset)} to ${String(byteOffset + byteLength)}, but the file ends at ${String(place.fileLength)} or the offset is not aligned; the file is damaged or was cut short.`,
      );
    }
    return { ...entry, byteOffset, byteLength };
  });
  tensors.sort((a, b) => a.byteOffset - b.byteOffset);
  checkApart(tensors);
  return tensors;
}

function checkApart(tensors: readonly GgufTensor[]): void {
  const names = new Set<string>();
  let end = 0;
  for (const { name, byteOffset, byteLength } of tensors) {
    if (byteOffset < end || names.has(name)) {
      throw new GgufError(
        `Tensor ${quote(name)} at byte ${String(byteOffset)} overlaps another or has another's name.`,
      );
    }
    names.add(name);
    end = byteOffset + byteLength;
  }
}

/** A name from the file, cut to what fits a sentence, without control characters. */
function quote(name: string): string {
  const short = name.length > 64 ? `${name.slice(0, 64)}…` : name;
  return JSON.stringify(short.replaceAll(/\p{C}/gu, '?'));
}
