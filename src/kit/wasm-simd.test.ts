import { expect, test } from 'vitest';
import { hasWasmSimd } from './wasm-simd.ts';

test('finds SIMD where it is, here and in every browser since 2023', () => {
  expect(hasWasmSimd(globalThis)).toBe(true);
});

test('finds none where there is no WebAssembly, or one that refuses the instruction', () => {
  expect(hasWasmSimd({})).toBe(false);
  const withoutSimd = { ...WebAssembly, validate: () => false };
  expect(hasWasmSimd({ WebAssembly: withoutSimd })).toBe(false);
});
