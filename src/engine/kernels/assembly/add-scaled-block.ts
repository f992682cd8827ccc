// A block of Q4_1: four rows' scales, and 32 bytes on their minima.

/** sum + whole · (scale · scaleX) + minimum · sumX, in this order. */
export function addScaledBlock(
  sum: v128,
  whole: v128,
  scales: usize,
  scaleX: v128,
  sumX: v128,
): v128 {
  const factor = f32x4.mul(v128.load(scales), scaleX);
  const scaled = f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(whole), factor));
  return f32x4.add(scaled, f32x4.mul(v128.load(scales, 32), sumX));
}
