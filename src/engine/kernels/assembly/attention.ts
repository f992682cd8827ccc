// Causal attention of one query position over keys 0 … keyCount − 1, grouped-query (Ainslie et al.
// 2023): `group` query heads share a key-value head. Scores and patterns are [head, keyCount].
import { exponential } from './exponential';

function sumLanes(v: v128): f32 {
  const low = f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
  return low + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

function dot(a: usize, b: usize, bytes: usize): f32 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(a + i), v128.load(b + i)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(a + i, 16), v128.load(b + i, 16)));
  }
  return sumLanes(f32x4.add(even, odd));
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
    for (let j = 0; j < keyCount; j++) {
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
    for (let i: usize = 0; i < bytes; i += 32) {
      let value = values + <usize>(head / group) * bytes + i;
      let low = f32x4.splat(0);
      let high = f32x4.splat(0);
      for (let j: usize = 0; j < (<usize>keyCount) << 2; j += 4) {
        const weight = v128.load32_splat(pattern + j);
        low = f32x4.add(low, f32x4.mul(weight, v128.load(value)));
        high = f32x4.add(high, f32x4.mul(weight, v128.load(value, 16)));
        value += valueStride;
      }
      v128.store(z + i, low);
      v128.store(z + i, high, 16);
    }
    pattern += (<usize>keyCount) << 2;
    z += bytes;
  }
}
