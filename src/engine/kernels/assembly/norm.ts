// RMSNorm (Zhang and Sennrich 2019) in the three steps that hooks see.

/** √(mean(x²) + epsilon), summed in f64. */
export function rootMeanSquare(x: usize, scale: usize, count: i32, epsilon: f64): void {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
    const v = v128.load(x + i);
    const first = f64x2.promote_low_f32x4(v);
    const second = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  const sum = f64x2.add(low, high);
  const total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  store<f32>(scale, <f32>sqrt<f64>(total / <f64>count + epsilon));
}

/** normalized = x / scale, before the gain. */
export function normalise(x: usize, scale: usize, normalized: usize, count: i32): void {
  const divisor = v128.load32_splat(scale);
  for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
    v128.store(normalized + i, f32x4.div(v128.load(x + i), divisor));
  }
}

/** What the matrices read: gain ⊙ normalized. */
export function applyGain(normalized: usize, gain: usize, target: usize, count: i32): void {
  for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
    v128.store(target + i, f32x4.mul(v128.load(normalized + i), v128.load(gain + i)));
  }
}
