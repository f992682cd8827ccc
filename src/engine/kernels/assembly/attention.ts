// Causal attention of one query position over keys 0 … keyCount − 1, grouped-query (Ainslie et al.
// 2023): `group` query heads share a key-value head. Scores and patterns are [head, keyCount].
import { exponential } from './exponential';

function sumLanes(v: v128): f32 {
  const low = f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
  return low + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** q · k for one key. */
function dot(q: usize, key: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(q + i), v128.load(key + i)));
  }
  return sumLanes(sum);
}

/** q · k for four keys that are `stride` bytes apart, each summed as `dot` does. */
function dotFour(q: usize, key: usize, stride: usize, bytes: usize): v128 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  const keyB = key + stride;
  const keyC = keyB + stride;
  const keyD = keyC + stride;
  for (let i: usize = 0; i < bytes; i += 16) {
    const v = v128.load(q + i);
    a = f32x4.add(a, f32x4.mul(v, v128.load(key + i)));
    b = f32x4.add(b, f32x4.mul(v, v128.load(keyB + i)));
    c = f32x4.add(c, f32x4.mul(v, v128.load(keyC + i)));
    d = f32x4.add(d, f32x4.mul(v, v128.load(keyD + i)));
  }
  // Transposed, so that lanes 0 + 1 and 2 + 3 of each sum are added first.
  const ab01 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab23 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd01 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd23 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  const low = f32x4.add(v128.shuffle<i64>(ab01, cd01, 0, 2), v128.shuffle<i64>(ab01, cd01, 1, 3));
  const high = f32x4.add(v128.shuffle<i64>(ab23, cd23, 0, 2), v128.shuffle<i64>(ab23, cd23, 1, 3));
  return f32x4.add(low, high);
}

/** scores = q · k / √D. `keyStride`: bytes between two positions' keys. */
export function attentionScores(
  q: usize,
  keys: usize,
  keyStride: usize,
  scores: usize,
  keyCount: i32,
  headCount: i32,
  group: i32,
  headWidth: i32,
): void {
  const factor: f32 = 1 / sqrt<f32>(<f32>headWidth);
  const bytes = (<usize>headWidth) << 2;
  for (let head = 0; head < headCount; head++) {
    let key = keys + <usize>(head / group) * bytes;
    let j = 0;
    for (; j + 4 <= keyCount; j += 4) {
      v128.store(scores, f32x4.mul(dotFour(q, key, keyStride, bytes), f32x4.splat(factor)));
      scores += 16;
      key += keyStride << 2;
    }
    for (; j < keyCount; j++) {
      store<f32>(scores, dot(q, key, bytes) * factor);
      scores += 4;
      key += keyStride;
    }
    q += bytes;
  }
}

/** Softmax of each row; a row of −∞ alone (everything knocked out) becomes zeros. */
export function attentionPattern(
  scores: usize,
  pattern: usize,
  keyCount: i32,
  headCount: i32,
): void {
  const bytes = (<usize>keyCount) << 2;
  const whole = bytes & ~15;
  for (let head = 0; head < headCount; head++) {
    let most: f32 = -Infinity;
    for (let i: usize = 0; i < bytes; i += 4) most = max<f32>(most, load<f32>(scores + i));
    if (most == -Infinity) {
      memory.fill(pattern, 0, bytes);
    } else {
      const offset = f32x4.splat(most);
      let sums = f32x4.splat(0);
      for (let i: usize = 0; i < whole; i += 16) {
        const e = exponential(f32x4.sub(v128.load(scores + i), offset));
        v128.store(pattern + i, e);
        sums = f32x4.add(sums, e);
      }
      let sum = sumLanes(sums);
      for (let i = whole; i < bytes; i += 4) {
        const lanes = exponential(f32x4.splat(load<f32>(scores + i) - most));
        const e = f32x4.extract_lane(lanes, 0);
        store<f32>(pattern + i, e);
        sum += e;
      }
      const share = f32x4.splat(sum);
      for (let i: usize = 0; i < whole; i += 16) {
        v128.store(pattern + i, f32x4.div(v128.load(pattern + i), share));
      }
      for (let i = whole; i < bytes; i += 4) {
        store<f32>(pattern + i, load<f32>(pattern + i) / sum);
      }
    }
    scores += bytes;
    pattern += bytes;
  }
}

/** 32 components of z, keys in order. */
function weighValues(
  pattern: usize,
  value: usize,
  valueStride: usize,
  z: usize,
  keyCount: i32,
): void {
  let z0 = f32x4.splat(0);
  let z1 = f32x4.splat(0);
  let z2 = f32x4.splat(0);
  let z3 = f32x4.splat(0);
  let z4 = f32x4.splat(0);
  let z5 = f32x4.splat(0);
  let z6 = f32x4.splat(0);
  let z7 = f32x4.splat(0);
  for (let j = 0; j < keyCount; j++) {
    const weight = v128.load32_splat(pattern);
    z0 = f32x4.add(z0, f32x4.mul(weight, v128.load(value)));
    z1 = f32x4.add(z1, f32x4.mul(weight, v128.load(value, 16)));
    z2 = f32x4.add(z2, f32x4.mul(weight, v128.load(value, 32)));
    z3 = f32x4.add(z3, f32x4.mul(weight, v128.load(value, 48)));
    z4 = f32x4.add(z4, f32x4.mul(weight, v128.load(value, 64)));
    z5 = f32x4.add(z5, f32x4.mul(weight, v128.load(value, 80)));
    z6 = f32x4.add(z6, f32x4.mul(weight, v128.load(value, 96)));
    z7 = f32x4.add(z7, f32x4.mul(weight, v128.load(value, 112)));
    pattern += 4;
    value += valueStride;
  }
  v128.store(z, z0);
  v128.store(z, z1, 16);
  v128.store(z, z2, 32);
  v128.store(z, z3, 48);
  v128.store(z, z4, 64);
  v128.store(z, z5, 80);
  v128.store(z, z6, 96);
  v128.store(z, z7, 112);
}

/** Four components of z, for head widths that 32 does not divide. */
function weighFewValues(
  pattern: usize,
  value: usize,
  valueStride: usize,
  z: usize,
  keyCount: i32,
): void {
  let sum = f32x4.splat(0);
  for (let j = 0; j < keyCount; j++) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(pattern), v128.load(value)));
    pattern += 4;
    value += valueStride;
  }
  v128.store(z, sum);
}

/** z = Σ_key pattern · value, keys in order. */
export function attentionValues(
  pattern: usize,
  values: usize,
  valueStride: usize,
  z: usize,
  keyCount: i32,
  headCount: i32,
  group: i32,
  headWidth: i32,
): void {
  const bytes = (<usize>headWidth) << 2;
  for (let head = 0; head < headCount; head++) {
    const value = values + <usize>(head / group) * bytes;
    let i: usize = 0;
    for (; i + 128 <= bytes; i += 128) {
      weighValues(pattern, value + i, valueStride, z + i, keyCount);
    }
    for (; i < bytes; i += 16) {
      weighFewValues(pattern, value + i, valueStride, z + i, keyCount);
    }
    pattern += (<usize>keyCount) << 2;
    z += bytes;
  }
}
