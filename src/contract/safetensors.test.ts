import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { SafetensorsError, type Tensor } from './safetensors-dtype.ts';
import { planSafetensors } from './safetensors-header.ts';
import { decodeSafetensors, encodeSafetensors, requireTensor } from './safetensors.ts';

const goldenHeader =
  '{"__metadata__":{"kind":"lens"},' +
  '"layer":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},' +
  '"token":{"dtype":"I32","shape":[1,1],"data_offsets":[8,12]},' +
  '"half":{"dtype":"F16","shape":[],"data_offsets":[12,14]},' +
  '"codes":{"dtype":"U8","shape":[3],"data_offsets":[14,17]}}';

const goldenTensors = new Map<string, Tensor>([
  ['codes', { dtype: 'U8', shape: [3], data: Uint8Array.of(7, 8, 9) }],
  ['half', { dtype: 'F16', shape: [], data: Uint16Array.of(0x3c00) }],
  ['token', { dtype: 'I32', shape: [1, 1], data: Int32Array.of(-2) }],
  ['layer', { dtype: 'F32', shape: [2], data: Float32Array.of(1, -0.5) }],
]);

/** A blob of that header and those tensor bytes, header padded with spaces to 8. */
function blobOf(header: string, data: readonly number[] = []): Uint8Array<ArrayBuffer> {
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const blob = new Uint8Array(8 + padded.length + data.length);
  new DataView(blob.buffer).setUint32(0, padded.length, true);
  blob.set(new TextEncoder().encode(padded), 8);
  blob.set(data, 8 + padded.length);
  return blob;
}

const goldenData = [
  ...[0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xbf],
  ...[0xfe, 0xff, 0xff, 0xff],
  ...[0x00, 0x3c],
  ...[7, 8, 9],
];

test('[ST2] writes larger elements first, then names, header padded to 8: these very bytes', () => {
  const blob = encodeSafetensors({ metadata: new Map([['kind', 'lens']]), tensors: goldenTensors });
  expect([...blob]).toEqual([...blobOf(goldenHeader, goldenData)]);
});

test('[ST3] reads back what it wrote, without copying what is aligned', () => {
  const blob = blobOf(goldenHeader, goldenData);
  const { metadata, tensors } = decodeSafetensors(blob);
  expect([...metadata]).toEqual([['kind', 'lens']]);
  expect(tensors.size).toBe(4);
  for (const [name, tensor] of goldenTensors) expect(tensors.get(name)).toEqual(tensor);
  expect(tensors.get('layer')?.data.buffer).toBe(blob.buffer);
});

test('[ST3] reads tensors in any order and copies what is misaligned', () => {
  const header =
    '{"b":{"dtype":"F32","shape":[1],"data_offsets":[1,5]},"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}';
  const { tensors } = decodeSafetensors(blobOf(header, [1, 0, 0, 0x80, 0x3f]));
  expect(tensors.get('a')?.data).toEqual(Uint8Array.of(1));
  expect(tensors.get('b')?.data).toEqual(Float32Array.of(1));
});

test('[ST3] reads a blob that lies inside a larger buffer at an odd offset', () => {
  const blob = blobOf(goldenHeader, goldenData);
  const around = new Uint8Array(blob.length + 10);
  around.set(blob, 3);
  const { tensors } = decodeSafetensors(around.subarray(3, 3 + blob.length));
  for (const [name, tensor] of goldenTensors) expect(tensors.get(name)).toEqual(tensor);
});

test('[ST1] every dtype survives a round trip, empty tensors and awkward names too', () => {
  const tensors = new Map<string, Tensor>([
    ['F64', { dtype: 'F64', shape: [1], data: Float64Array.of(Math.PI) }],
    ['I64', { dtype: 'I64', shape: [1], data: BigInt64Array.of(-(2n ** 63n)) }],
    ['U64', { dtype: 'U64', shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) }],
    ['F32', { dtype: 'F32', shape: [2], data: Float32Array.of(-Infinity, -0) }],
    ['U32', { dtype: 'U32', shape: [1], data: Uint32Array.of(0xffffffff) }],
    ['BF16', { dtype: 'BF16', shape: [1], data: Uint16Array.of(0x3f80) }],
    ['I16', { dtype: 'I16', shape: [1], data: Int16Array.of(-32768) }],
    ['U16', { dtype: 'U16', shape: [1], data: Uint16Array.of(65535) }],
    ['I8', { dtype: 'I8', shape: [1], data: Int8Array.of(-128) }],
    ['__proto__', { dtype: 'U8', shape: [2], data: Uint8Array.of(1, 2) }],
    ['7 ␣"\\', { dtype: 'U8', shape: [1], data: Uint8Array.of(3) }],
    ['empty', { dtype: 'F32', shape: [0, 2 ** 40, 2 ** 40], data: new Float32Array() }],
  ]);
  const read = decodeSafetensors(encodeSafetensors({ metadata: new Map(), tensors }));
  expect(read.metadata.size).toBe(0);
  expect([...read.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
  for (const [name, tensor] of tensors) expect(read.tensors.get(name)).toEqual(tensor);
});

test('says which tensor is missing or of another kind', () => {
  const content = decodeSafetensors(blobOf(goldenHeader, goldenData));
  expect(requireTensor(content, 'token', 'I32', [1, 1]).data[0]).toBe(-2);
  expect(() => requireTensor(content, 'rank', 'U32')).toThrow('The tensor "rank" is missing.');
  expect(() => requireTensor(content, 'token', 'U32')).toThrow('is I32 [1, 1], not U32');
  expect(() => requireTensor(content, 'layer', 'F32', [2, 1])).toThrow('not F32 [2, 1]');
});

test('refuses to write what could not be read', () => {
  const plan = { name: 'a', dtype: 'F32', shape: [1] } as const;
  const planned = (...plans: Parameters<typeof planSafetensors>[1]) => {
    return () => planSafetensors(new Map(), plans);
  };
  expect(planned(plan, plan)).toThrow(SafetensorsError);
  expect(planned({ ...plan, name: '__metadata__' })).toThrow(SafetensorsError);
  expect(planned({ ...plan, shape: [2 ** 30, 2 ** 30] })).toThrow(SafetensorsError);
  expect(planned({ ...plan, shape: [1.5] })).toThrow(SafetensorsError);
  const short = { dtype: 'F32', shape: [3], data: new Float32Array(2) } as const;
  expect(() =>
    encodeSafetensors({ metadata: new Map(), tensors: new Map([['a', short]]) }),
  ).toThrow('do not fill its shape');
});

describe('[ST4] a hostile blob is refused in one sentence', () => {
  const entry = (fields: string): string => `{"a":{${fields}}}`;
  const huge = new Uint8Array(16);
  new DataView(huge.buffer).setBigUint64(0, 2n ** 60n, true);
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ['nothing', new Uint8Array(0), 'shorter than 8 bytes'],
    ['a header of 2^60 bytes', huge, 'at most 1048576 are read'],
    ['a header beyond the end', blobOf('{}').subarray(0, 12), 'ends within its header'],
    ['a header that is a list', blobOf('[]'), 'does not start with {'],
    ['a header that starts with white space', blobOf(' {}'), 'does not start with {'],
    ['broken JSON', blobOf('{"a":'), 'not valid JSON'],
    ['broken UTF-8', blobOf('{"a":"').fill(0xff, 12, 14), 'not valid JSON'],
    ['metadata that is a number', blobOf('{"__metadata__":{"kind":1}}'), 'object of strings'],
    ['metadata that is a list', blobOf('{"__metadata__":[]}'), 'object of strings'],
    ['an entry that is null', blobOf('{"a":null}'), 'is not an object'],
    ['no dtype', blobOf(entry('"shape":[],"data_offsets":[0,4]'), [1, 2, 3, 4]), 'unknown dtype'],
    [
      'a dtype from Object.prototype',
      blobOf(entry('"dtype":"toString","shape":[],"data_offsets":[0,4]'), [1, 2, 3, 4]),
      'unknown dtype',
    ],
    [
      'a negative size',
      blobOf(entry('"dtype":"U8","shape":[-1],"data_offsets":[0,0]')),
      'list of sizes',
    ],
    [
      'a fractional size',
      blobOf(entry('"dtype":"U8","shape":[0.5],"data_offsets":[0,0]')),
      'list of sizes',
    ],
    [
      'a product that overflows',
      blobOf(entry('"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]')),
      'larger than a file can be',
    ],
    [
      'descending offsets',
      blobOf(entry('"dtype":"U8","shape":[1],"data_offsets":[2,1]'), [1, 2]),
      'ascending offsets',
    ],
    [
      'three offsets',
      blobOf(entry('"dtype":"U8","shape":[1],"data_offsets":[0,1,2]'), [1]),
      'ascending offsets',
    ],
    [
      'offsets that do not fit the shape',
      blobOf(entry('"dtype":"F32","shape":[2],"data_offsets":[0,4]'), [1, 2, 3, 4]),
      'do not fit its shape',
    ],
    [
      'an end beyond the blob',
      blobOf(entry('"dtype":"U8","shape":[1099511627776],"data_offsets":[0,1099511627776]'), [1]),
      'describes 1099511627776 bytes',
    ],
    [
      'bytes nobody owns',
      blobOf(entry('"dtype":"U8","shape":[1],"data_offsets":[0,1]'), [1, 2]),
      'describes 1 bytes',
    ],
    [
      'a hole',
      blobOf(entry('"dtype":"U8","shape":[1],"data_offsets":[1,2]'), [1, 2]),
      'leave a hole',
    ],
    [
      'an overlap',
      blobOf(
        '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}',
        [1, 2, 3],
      ),
      'overlap',
    ],
  ];
  test.each(cases)('%s', (_, blob, words) => {
    expect(() => decodeSafetensors(blob)).toThrow(SafetensorsError);
    expect(() => decodeSafetensors(blob)).toThrow(words);
  });
});

test('[ST4] a blob cut anywhere or with any byte of its header changed is read or refused, never more', () => {
  const blob = blobOf(goldenHeader, goldenData);
  const random = createSeededRandom(3);
  const attempt = (bytes: Uint8Array): boolean => {
    try {
      decodeSafetensors(bytes);
      return true;
    } catch (error) {
      if (!(error instanceof SafetensorsError)) throw error;
      return false;
    }
  };
  for (let length = 0; length < blob.length; length += 1) {
    expect(attempt(blob.subarray(0, length))).toBe(false);
  }
  let refused = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const changed = blob.slice();
    const flips = 1 + Math.floor(random() * 3);
    for (let flip = 0; flip < flips; flip += 1) {
      changed[Math.floor(random() * (blob.length - goldenData.length))] = Math.floor(
        random() * 256,
      );
    }
    if (!attempt(changed)) refused += 1;
  }
  expect(refused).toBeGreaterThan(10_000);
});
