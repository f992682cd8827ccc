// What a row of logits says of the next token.
import { exponential } from './exponential';
import { largestLane } from './lanes';

/** NaN is passed over. */
function largest(x: usize, count: i32): f32 {
  const end = x + ((<usize>count) << 2);
  let a = f32x4.splat(-Infinity);
  let b = a;
  for (; x + 32 <= end; x += 32) {
    a = f32x4.pmax(a, v128.load(x));
    b = f32x4.pmax(b, v128.load(x, 16));
  }
  for (; x < end; x += 4) a = f32x4.pmax(a, v128.load32_splat(x));
  return largestLane(f32x4.pmax(a, b));
}

/** ln Σ e^x, the largest x taken out first, summed in f64. Not finite where x is not. */
export function logSumExp(x: usize, count: i32): f64 {
  const most = largest(x, count);
  const offset = f32x4.splat(most);
  const end = x + ((<usize>count) << 2);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (; x + 16 <= end; x += 16) {
    const e = exponential(f32x4.sub(v128.load(x), offset));
    low = f64x2.add(low, f64x2.promote_low_f32x4(e));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(e, e, 1, 0)));
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; x < end; x += 4) {
    const e = exponential(f32x4.splat(load<f32>(x) - most));
    sum += <f64>f32x4.extract_lane(e, 0);
  }
  return <f64>most + Math.log(sum);
}

function valueAt(x: usize, index: i32): f32 {
  return load<f32>(x + ((<usize>index) << 2));
}

/** Puts `index` into the sorted list before the first smaller one; the last of `length` falls out. */
function insert(x: usize, indices: usize, length: i32, index: i32): void {
  const value = valueAt(x, index);
  let place = indices + ((<usize>(length - 1)) << 2);
  for (; place > indices; place -= 4) {
    const before = load<i32>(place - 4);
    if (!(value > valueAt(x, before))) break;
    store<i32>(place, before);
  }
  store<i32>(place, index);
}

/**
 * Indices i32 [length] of the largest of x, largest first, the smaller index first among equals.
 * `length` is at least 1 and at most `count`.
 */
export function largestIndices(x: usize, count: i32, indices: usize, length: i32): void {
  const last = indices + ((<usize>(length - 1)) << 2);
  for (let i = 0; i < length; i++) insert(x, indices, i + 1, i);
  let i = length;
  while (i < count) {
    const threshold = f32x4.splat(valueAt(x, load<i32>(last)));
    // Sixteen at once: nearly all of a vocabulary is far below the few that are wanted.
    for (; i + 16 <= count; i += 16) {
      const p = x + ((<usize>i) << 2);
      const first = v128.or(
        f32x4.gt(v128.load(p), threshold),
        f32x4.gt(v128.load(p, 16), threshold),
      );
      const second = v128.or(
        f32x4.gt(v128.load(p, 32), threshold),
        f32x4.gt(v128.load(p, 48), threshold),
      );
      if (v128.any_true(v128.or(first, second))) break;
    }
    const end = min(i + 16, count);
    for (; i < end; i++) {
      if (valueAt(x, i) > valueAt(x, load<i32>(last))) insert(x, indices, length, i);
    }
  }
}
