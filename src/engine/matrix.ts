import type { Kernels } from './kernels/kernels.ts';
import type { TensorType } from './tensor-type.ts';

/**
 * A weight matrix [rowCount, columnCount] in the kernels' layout: groups of eight rows, inside a
 * group blocks of 32 columns (assembly/place-row.ts). The last group may hold unused lanes.
 */
export interface Matrix {
  readonly type: TensorType;
  readonly address: number;
  readonly rowCount: number;
  readonly columnCount: number;
}

/** Rows that one pass of a kernel computes together. */
export const groupRows = 8;
const groupBlockBytes: Readonly<Record<TensorType, number>> = { F32: 1024, Q4_1: 192, Q8_0: 288 };

export function matrixBytes(matrix: Omit<Matrix, 'address'>): number {
  const groupCount = Math.ceil(matrix.rowCount / groupRows);
  return groupCount * groupBytes(matrix);
}

function groupBytes(matrix: Omit<Matrix, 'address'>): number {
  return (matrix.columnCount / 32) * groupBlockBytes[matrix.type];
}

/** Copies one row of the file's blocks at `source` to its place in the matrix. */
export function placeRow(kernels: Kernels, matrix: Matrix, row: number, source: number): void {
  const group = matrix.address + Math.floor(row / groupRows) * groupBytes(matrix);
  const lane = row % groupRows;
  const blockCount = matrix.columnCount / 32;
  if (matrix.type === 'Q4_1') kernels.placeRowQ41(source, group, lane, blockCount);
  else if (matrix.type === 'Q8_0') kernels.placeRowQ80(source, group, lane, blockCount);
  else kernels.placeRowF32(source, group, lane, blockCount);
}

/** Writes one row as f32 [columnCount] to `target`: exactly what its blocks stand for, rounded to f32. */
export function takeRow(kernels: Kernels, matrix: Matrix, row: number, target: number): void {
  const group = matrix.address + Math.floor(row / groupRows) * groupBytes(matrix);
  const lane = row % groupRows;
  const blockCount = matrix.columnCount / 32;
  if (matrix.type === 'Q4_1') kernels.takeRowQ41(group, lane, target, blockCount);
  else if (matrix.type === 'Q8_0') kernels.takeRowQ80(group, lane, target, blockCount);
  else kernels.takeRowF32(group, lane, target, blockCount);
}
