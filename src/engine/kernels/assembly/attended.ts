// Which keys the heads of one position attend to.
import { largestLane } from './lanes';

/** Stands for a weight that is not to be chosen (any more). */
const taken: f32 = -1;

/** The smallest f32 that is not below a positive number. */
function atLeast(value: f64): f32 {
  const near = <f32>value;
  return <f64>near < value ? reinterpret<f32>(reinterpret<u32>(near) + 1) : near;
}

/** Sum of what `copyWeights` saw on sinks, and of all else. */
let sinkSum: f64 = 0;
let otherSum: f64 = 0;

/** All ones in lanes whose byte is not 0. */
function laneMask(bytes: usize): v128 {
  const halves = i16x8.extend_low_i8x16_u(v128.load32_zero(bytes));
  return i32x4.ne(i32x4.extend_low_i16x8_u(halves), i32x4.splat(0));
}

function sumInFloat64(v: v128): v128 {
  return f64x2.add(
    f64x2.promote_low_f32x4(v),
    f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0)),
  );
}

/** Copies weights of keys before `count`, sinks as taken, and fills up to 16 with taken ones. */
function copyWeights(pattern: usize, sinks: usize, target: usize, count: i32): void {
  const whole = count & ~3;
  const none = f32x4.splat(taken);
  let sink = f64x2.splat(0);
  let other = f64x2.splat(0);
  for (let key = 0; key < whole; key += 4) {
    const weights = v128.load(pattern + ((<usize>key) << 2));
    const mask = laneMask(sinks + <usize>key);
    sink = f64x2.add(sink, sumInFloat64(v128.and(weights, mask)));
    other = f64x2.add(other, sumInFloat64(v128.andnot(weights, mask)));
    v128.store(target + ((<usize>key) << 2), v128.bitselect(none, weights, mask));
  }
  sinkSum = f64x2.extract_lane(sink, 0) + f64x2.extract_lane(sink, 1);
  otherSum = f64x2.extract_lane(other, 0) + f64x2.extract_lane(other, 1);
  for (let key = whole; key < ((count + 15) & ~15); key += 4) {
    v128.store(target + ((<usize>key) << 2), none);
  }
  for (let key = whole; key < count; key++) {
    const weight = load<f32>(pattern + ((<usize>key) << 2));
    const isSink = load<u8>(sinks + <usize>key) != 0;
    if (isSink) sinkSum += <f64>weight;
    else otherSum += <f64>weight;
    store<f32>(target + ((<usize>key) << 2), isSink ? taken : weight);
  }
}

function largest(x: usize, end: usize): f32 {
  let a = f32x4.splat(taken);
  let b = a;
  let c = a;
  let d = a;
  for (; x < end; x += 64) {
    a = f32x4.pmax(a, v128.load(x));
    b = f32x4.pmax(b, v128.load(x, 16));
    c = f32x4.pmax(c, v128.load(x, 32));
    d = f32x4.pmax(d, v128.load(x, 48));
  }
  return largestLane(f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)));
}

/** Address of the first of some values that equals one that is among them. */
function find(x: usize, value: f32): usize {
  const wanted = f32x4.splat(value);
  let lanes = 0;
  for (; lanes == 0; x += 16) lanes = i32x4.bitmask(f32x4.eq(v128.load(x), wanted));
  return x - 16 + ((<usize>ctz(lanes)) << 2);
}

/**
 * Of each row of pattern f32 [headCount, keyCount] the `length` largest weights of at least
 * `smallest`, largest first, the smaller key first among equals: keys u16 and weights f32
 * [headCount, length], 65535 and 0 where there are fewer. The last key and those marked in `sinks`
 * u8 [keyCount] are left out. `shares` f32 [headCount, 3]: weight of the last key, of sinks, of all
 * that is not among them either. `scratch` has room for keyCount + 15 f32.
 */
export function strongestKeys(
  pattern: usize,
  sinks: usize,
  keys: usize,
  weights: usize,
  shares: usize,
  scratch: usize,
  keyCount: i32,
  headCount: i32,
  length: i32,
  smallest: f64,
): void {
  const floor = atLeast(smallest);
  const end = scratch + ((<usize>((keyCount + 14) & ~15)) << 2);
  for (let head = 0; head < headCount; head++) {
    copyWeights(pattern, sinks, scratch, keyCount - 1);
    let place = 0;
    for (; place < length; place++) {
      const weight = largest(scratch, end);
      // Written so that NaN ends it too.
      if (!(weight >= floor)) break;
      const at = find(scratch, weight);
      store<f32>(at, taken);
      store<f32>(weights, weight);
      store<u16>(keys, <u16>((at - scratch) >> 2));
      otherSum -= <f64>weight;
      weights += 4;
      keys += 2;
    }
    for (; place < length; place++) {
      store<f32>(weights, 0);
      store<u16>(keys, 65535);
      weights += 4;
      keys += 2;
    }
    pattern += (<usize>keyCount) << 2;
    store<f32>(shares, load<f32>(pattern - 4));
    store<f32>(shares, <f32>sinkSum, 4);
    store<f32>(shares, <f32>otherSum, 8);
    shares += 12;
  }
}
