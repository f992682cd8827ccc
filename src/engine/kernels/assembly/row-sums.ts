// Rows in a few numbers.
import { largestLane } from './lanes';

/** Σ a·b in f64. */
export function dot(a: usize, b: usize, count: i32): f64 {
  const end = a + ((<usize>count) << 2);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (; a + 16 <= end; a += 16) {
    const x = v128.load(a);
    const y = v128.load(b);
    low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(y)));
    const upperX = f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
    const upperY = f64x2.promote_low_f32x4(v128.shuffle<i64>(y, y, 1, 0));
    high = f64x2.add(high, f64x2.mul(upperX, upperY));
    b += 16;
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; a < end; a += 4) {
    sum += <f64>load<f32>(a) * <f64>load<f32>(b);
    b += 4;
  }
  return sum;
}

/** The value of largest magnitude in x … end, the positive of two; 0 where there is none. */
function strongestOf(x: usize, end: usize): f32 {
  let high = f32x4.splat(0);
  let low = f32x4.splat(0);
  for (; x + 16 <= end; x += 16) {
    const v = v128.load(x);
    high = f32x4.pmax(high, v);
    low = f32x4.pmin(low, v);
  }
  for (; x < end; x += 4) {
    const v = v128.load32_splat(x);
    high = f32x4.pmax(high, v);
    low = f32x4.pmin(low, v);
  }
  const most = largestLane(high);
  const least = largestLane(f32x4.neg(low));
  return most >= least ? most : -least;
}

/**
 * Each of `groupCount` groups of `groupWidth` values in `binCount` bins, bin i from
 * ⌊i · groupWidth / binCount⌋ on: the strongest value of each, f32 [groupCount, binCount].
 */
export function strongest(
  x: usize,
  target: usize,
  groupCount: i32,
  groupWidth: i32,
  binCount: i32,
): void {
  for (let group = 0; group < groupCount; group++) {
    let first = x;
    for (let bin = 1; bin <= binCount; bin++) {
      const end = x + ((<usize>((bin * groupWidth) / binCount)) << 2);
      store<f32>(target, strongestOf(first, end));
      target += 4;
      first = end;
    }
    x += (<usize>groupWidth) << 2;
  }
}
