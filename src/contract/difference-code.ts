import { createLogCode } from '#kit/log-code.ts';

/**
 * One byte for how far a value moved, d ≥ 0 (SPEC.md, DIFF2): bit 7 set where the norm fell, m in the
 * rest. m = 0 means d is below 10⁻³; m = 1 … 127 runs evenly in log10 from 10⁻³ to 1; larger d are 127.
 */
const decades = 3;
const steps = 126;

const magnitudeCode = createLogCode(decades, steps);

export function encodeDifferenceCode(d: number, isFall: boolean): number {
  const m = magnitudeCode(d);
  return isFall && m > 0 ? 128 | m : m;
}

/** The d a code stands for, without sign: the middle of its step, ±half a step of 3/126 decades (≈ ±2.8 %). */
export function decodeDifferenceCode(code: number): number {
  const m = code & 127;
  return m === 0 ? 0 : 10 ** ((decades * (m - 1)) / steps - decades);
}
