import { createLogCode } from '#kit/log-code.ts';

/**
 * One byte for a signed value on a logarithmic scale (SPEC.md, CODE rules): sign in bit 7, m in the
 * rest. m = 0 means |x| is below the floor hi·10⁻⁵; m = 1 … 127 runs evenly in log10 from the floor
 * to `hi`; larger magnitudes are 127, "clipped". 128 (a negative zero) is invalid.
 */
const decades = 5;
const steps = 126;
export const invalidCode = 128;

const magnitudeCode = createLogCode(decades, steps);
const shareCode = createLogCode(decades, 254);

export function encodeDisplayCode(value: number, hi: number): number {
  const m = magnitudeCode((value < 0 ? -value : value) / hi);
  return value < 0 && m > 0 ? 128 | m : m;
}

/** The value a code stands for: the middle of its step, ±half a step of 5/126 decades (≈ ±4.7 %). */
export function decodeDisplayCode(code: number, hi: number): number {
  const m = code & 127;
  if (m === 0) return 0;
  const magnitude = hi * 10 ** ((decades * (m - 1)) / steps - decades);
  return code & 128 ? -magnitude : magnitude;
}

/** The smallest share that has a code of its own. */
export const smallestShare = 10 ** -decades;

/** A share of 1 (an attention weight) in one byte: 0 below 10⁻⁵, then 1 … 255 evenly in log10 up to 1. */
export function encodeShareCode(share: number): number {
  return shareCode(share);
}

export function decodeShareCode(code: number): number {
  return code === 0 ? 0 : 10 ** ((decades * (code - 1)) / 254 - decades);
}
