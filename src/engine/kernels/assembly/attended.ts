// Which keys the heads of one position attend to.

/** Puts a key into the sorted list before the first weaker one; the last falls out. */
function insert(weight: f32, key: i32, weights: usize, keys: usize, last: usize): void {
  let place = last;
  for (; place > 0; place--) {
    const before = load<f32>(weights + ((place - 1) << 2));
    if (!(weight > before)) break;
    store<f32>(weights + (place << 2), before);
    store<u16>(keys + (place << 1), load<u16>(keys + ((place - 1) << 1)));
  }
  store<f32>(weights + (place << 2), weight);
  store<u16>(keys + (place << 1), <u16>key);
}

/** The smallest f32 that is not below a positive number. */
function atLeast(value: f64): f32 {
  const near = <f32>value;
  return <f64>near < value ? reinterpret<f32>(reinterpret<u32>(near) + 1) : near;
}

/**
 * Of each row of pattern f32 [headCount, keyCount] the `length` largest weights of at least
 * `smallest`, largest first, the smaller key first among equals: keys u16 and weights f32
 * [headCount, length], 65535 and 0 where there are fewer. The last key and those marked in `sinks`
 * u8 [keyCount] are left out; weights of both and of what remains: `shares` f32 [headCount, 3].
 */
export function strongestKeys(
  pattern: usize,
  sinks: usize,
  keys: usize,
  weights: usize,
  shares: usize,
  keyCount: i32,
  headCount: i32,
  length: i32,
  smallest: f64,
): void {
  const last = <usize>(length - 1);
  const floor = atLeast(smallest);
  for (let head = 0; head < headCount; head++) {
    memory.fill(keys, 255, (<usize>length) << 1);
    memory.fill(weights, 0, (<usize>length) << 2);
    let sink: f64 = 0;
    let rest: f64 = 0;
    let threshold = floor;
    for (let key = 0; key < keyCount - 1; key++) {
      const weight = load<f32>(pattern + ((<usize>key) << 2));
      if (load<u8>(sinks + <usize>key)) {
        sink += <f64>weight;
      } else if (weight < threshold) {
        rest += <f64>weight;
      } else {
        const weakest = load<f32>(weights + (last << 2));
        if (weight > weakest) {
          rest += <f64>weakest;
          insert(weight, key, weights, keys, last);
          threshold = max<f32>(floor, load<f32>(weights + (last << 2)));
        } else {
          rest += <f64>weight;
        }
      }
    }
    pattern += (<usize>keyCount) << 2;
    store<f32>(shares, load<f32>(pattern - 4));
    store<f32>(shares, <f32>sink, 4);
    store<f32>(shares, <f32>rest, 8);
    keys += (<usize>length) << 1;
    weights += (<usize>length) << 2;
    shares += 12;
  }
}
