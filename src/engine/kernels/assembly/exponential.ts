// Constants of four equal lanes, in memory for the reason masks.ts gives.

/** ±88 and −87: beyond them nothing changes any more. */
const bounds = memory.data<f32>([88, 88, 88, 88, -87, -87, -87, -87]);
const logarithm = memory.data<f32>([
  1.44269504088896341, 1.44269504088896341, 1.44269504088896341, 1.44269504088896341,
]);
/** ln 2 in two parts, the second taken away. */
const ln2 = memory.data<f32>([
  0.693359375, 0.693359375, 0.693359375, 0.693359375, -2.1219444e-4, -2.1219444e-4, -2.1219444e-4,
  -2.1219444e-4,
]);
/** Added to a number below 2²² in magnitude it leaves the nearest integer in the mantissa's low bits. */
const rounder = memory.data<f32>([12582912, 12582912, 12582912, 12582912]);
const bias = memory.data<i32>([127, 127, 127, 127]);
const powers = memory.data<f32>([
  1.98756915e-4, 1.98756915e-4, 1.98756915e-4, 1.98756915e-4, 1.3981999507e-3, 1.3981999507e-3,
  1.3981999507e-3, 1.3981999507e-3, 8.3334519073e-3, 8.3334519073e-3, 8.3334519073e-3,
  8.3334519073e-3, 4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2,
  1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1, 5.0000001201e-1,
  5.0000001201e-1, 5.0000001201e-1, 5.0000001201e-1, 1, 1, 1, 1,
]);

/**
 * e^x in four lanes, below 2 ulp for x ≤ 88 (larger x count as 88): x = n·ln 2 + r, then the
 * minimax polynomial of Cephes' expf (Moshier 1992). Below −87 the result is 0; of NaN, NaN.
 */
export function exponential(x: v128): v128 {
  const least = v128.load(bounds, 16);
  // The arguments' order lets NaN through.
  const bounded = f32x4.pmax(f32x4.pmin(x, v128.load(bounds)), least);
  const shifted = f32x4.add(f32x4.mul(bounded, v128.load(logarithm)), v128.load(rounder));
  const n = f32x4.sub(shifted, v128.load(rounder));
  let r = f32x4.sub(bounded, f32x4.mul(n, v128.load(ln2)));
  r = f32x4.sub(r, f32x4.mul(n, v128.load(ln2, 16)));
  let p = v128.load(powers);
  p = f32x4.add(f32x4.mul(p, r), v128.load(powers, 16));
  p = f32x4.add(f32x4.mul(p, r), v128.load(powers, 32));
  p = f32x4.add(f32x4.mul(p, r), v128.load(powers, 48));
  p = f32x4.add(f32x4.mul(p, r), v128.load(powers, 64));
  p = f32x4.add(f32x4.mul(p, r), v128.load(powers, 80));
  p = f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), f32x4.add(r, v128.load(powers, 96)));
  const exponent = i32x4.shl(i32x4.add(shifted, v128.load(bias)), 23);
  return v128.andnot(f32x4.mul(p, exponent), f32x4.lt(x, least));
}
