import { expect, test } from 'vitest';
import { boardLight } from './board.ts';

test('a board’s light grows with the magnitude and keeps to 0 … 1, whatever its scale', () => {
  expect(boardLight({ kind: 'share' }, 0.25)).toBe(0.5);
  expect(boardLight({ kind: 'linear', full: 4 }, -1)).toBe(0.25);
  expect(boardLight({ kind: 'log', dark: 0.01, full: 1 }, 0.1)).toBeCloseTo(0.5);
  expect(boardLight({ kind: 'log', dark: 0.01, full: 1 }, 0.001)).toBe(0);
  expect(boardLight({ kind: 'log', dark: 0, full: 0 }, 0.5)).toBe(1);
  for (const scale of [{ kind: 'share' }, { kind: 'linear', full: 0 }] as const) {
    expect(boardLight(scale, NaN)).toBe(0);
    expect(boardLight(scale, 0)).toBe(0);
  }
  expect(boardLight({ kind: 'share' }, 7)).toBe(1);
});
