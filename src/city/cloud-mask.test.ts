import { expect, test } from 'vitest';
import { cloudColumns, cloudMask, cloudRows } from './cloud-mask.ts';

const bytesArray = cloudMask();

test('few clouds, none at the band’s edges', () => {
  const clouded = bytesArray.filter((byte) => byte > 20).length / bytesArray.length;
  expect(clouded).toBeGreaterThan(0.05);
  expect(clouded).toBeLessThan(0.5);
  const rowMaximum = (row: number): number =>
    Math.max(...bytesArray.subarray(row * cloudColumns, (row + 1) * cloudColumns));
  expect(rowMaximum(0)).toBeLessThan(8);
  expect(rowMaximum(cloudRows - 1)).toBeLessThan(8);
});

test('clouds go on where the mask repeats', () => {
  const stepAt = (column: number): number => {
    let sum = 0;
    for (let row = 0; row < cloudRows; row += 1) {
      const left = bytesArray[row * cloudColumns + column] ?? 0;
      const right = bytesArray[row * cloudColumns + ((column + 1) % cloudColumns)] ?? 0;
      sum += Math.abs(left - right);
    }
    return sum / cloudRows;
  };
  const steps = Array.from({ length: cloudColumns - 1 }, (_, column) => stepAt(column));
  expect(stepAt(cloudColumns - 1)).toBeLessThanOrEqual(Math.max(...steps));
});
