import { expect, test } from 'vitest';
import { HeaderMemory } from './header-memory.ts';
import { encodeSafetensors } from './safetensors.ts';
import type { Tensor } from './safetensors-dtype.ts';

const limit = 1 << 16;

function blobOf(kind: string, values: readonly number[]): Uint8Array {
  const data = Float32Array.from(values);
  const tensor: Tensor = { dtype: 'F32', shape: [data.length], data };
  return encodeSafetensors({
    metadata: new Map([['kind', kind]]),
    tensors: new Map([['x', tensor]]),
  });
}

test('a header that was read before is not read again, whatever its tensors hold', () => {
  const memory = new HeaderMemory();
  const first = memory.read(blobOf('overview', [1, 2]), limit);
  expect(memory.read(blobOf('overview', [3, 4]), limit)).toBe(first);
  const other = memory.read(blobOf('lens', [1, 2]), limit);
  expect(other).not.toBe(first);
  expect(other.metadata.get('kind')).toBe('lens');
  expect(memory.read(blobOf('overview', [5, 6]), limit)).toBe(first);
});

test('one other byte, or a blob of another length, is read and checked anew', () => {
  const memory = new HeaderMemory();
  const blob = blobOf('overview', [1, 2]);
  memory.read(blob, limit);
  expect(() => memory.read(blob.subarray(0, blob.length - 4), limit)).toThrow(/bytes of tensors/u);
  const flipped = blob.slice();
  flipped[8] = 0x5b;
  expect(() => memory.read(flipped, limit)).toThrow(/does not start with/u);
});
