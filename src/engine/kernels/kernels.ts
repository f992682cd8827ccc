import { wasm, type WasmMemory } from './web-assembly.ts';

/**
 * The compiled kernels of `assembly/`, whose files say what each one computes. Arguments named
 * like data are addresses: byte offsets into the memory the module was instantiated with.
 */
export interface Kernels {
  firstFreeByte(): number;
  placeRowF32(source: number, group: number, lane: number, blockCount: number): void;
  placeRowQ41(source: number, group: number, lane: number, blockCount: number): void;
  placeRowQ80(source: number, group: number, lane: number, blockCount: number): void;
  takeRowF32(group: number, lane: number, target: number, blockCount: number): void;
  takeRowQ41(group: number, lane: number, target: number, blockCount: number): void;
  takeRowQ80(group: number, lane: number, target: number, blockCount: number): void;
  quantise(
    ...args: [x: number, codes: number, scales: number, sums: number, columns: number, n: number]
  ): void;
  roundThroughInt16(x: number, target: number, count: number): void;
  sumBlocks(x: number, sums: number, blockCount: number): void;
  multiplyInt16Q41(
    ...args: [
      ...[w: number, unpacked: number],
      ...[x: number, s: number, u: number, y: number, stride: number],
      ...[columns: number, rows: number, tokens: number],
    ]
  ): void;
  multiplyInt16Q80(
    ...args: [
      ...[w: number, x: number, s: number, y: number, stride: number],
      ...[columns: number, rows: number, tokens: number],
    ]
  ): void;
  multiplyFloatQ41(
    ...args: [
      ...[w: number, x: number, u: number, y: number, stride: number],
      ...[columns: number, rows: number, tokens: number],
    ]
  ): void;
  multiplyFloatQ80(
    ...args: [
      ...[w: number, x: number, y: number, stride: number],
      ...[columns: number, rows: number, tokens: number],
    ]
  ): void;
  multiplyFloatF32(
    ...args: [
      ...[w: number, x: number, y: number, stride: number],
      ...[columns: number, rows: number, tokens: number],
    ]
  ): void;
  rootMeanSquare(x: number, scale: number, count: number, epsilon: number): void;
  normalise(x: number, scale: number, normalized: number, count: number): void;
  applyGain(normalized: number, gain: number, target: number, count: number): void;
  fillRotations(table: number, positionCount: number, headWidth: number, base: number): void;
  rotate(x: number, y: number, row: number, headCount: number, headWidth: number): void;
  attentionScores(
    ...args: [
      ...[q: number, keys: number, keyStride: number, scores: number],
      ...[keyCount: number, headCount: number, group: number, headWidth: number],
    ]
  ): void;
  attentionPattern(scores: number, pattern: number, keyCount: number, headCount: number): void;
  attentionValues(
    ...args: [
      ...[pattern: number, values: number, valueStride: number, z: number],
      ...[keyCount: number, headCount: number, group: number, headWidth: number],
    ]
  ): void;
  add(a: number, b: number, y: number, count: number): void;
  gatedSilu(gate: number, up: number, y: number, count: number): void;
  dot(a: number, b: number, count: number): number;
  strongest(
    ...args: [x: number, target: number, groupCount: number, groupWidth: number, binCount: number]
  ): void;
  strongestKeys(
    ...args: [
      ...[pattern: number, sinks: number, keys: number, weights: number, shares: number],
      ...[scratch: number, keyCount: number, headCount: number, length: number, smallest: number],
    ]
  ): void;
  logSumExp(x: number, count: number): number;
  largestIndices(x: number, count: number, indices: number, length: number): void;
}

/**
 * Compiles the kernel module. Do it once per thread, ahead of the weights.
 * @param bytes - `kernels.wasm`, which `npm run build:kernels` writes
 */
export function instantiateKernels(bytes: Uint8Array, memory: WasmMemory): Kernels {
  const instance = new wasm.Instance(new wasm.Module(bytes), { env: { memory } });
  return instance.exports as Kernels;
}
