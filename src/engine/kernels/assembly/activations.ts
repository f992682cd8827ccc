// Activations on their way into a matrix product, in blocks of 32. Tokens come in tiles of four as
// far as they go round, then one by one: a tile's codes are [block][token 4][32], its scales and
// sums [block][token 4]; a single token's [block][32] and [block]. Either way token t starts no
// earlier than t × columnCount codes, so the sizes add up the same.

function absoluteMaximum(x: usize): f32 {
  let most = f32x4.abs(v128.load(x));
  for (let i: usize = 16; i < 128; i += 16) most = f32x4.max(most, f32x4.abs(v128.load(x + i)));
  const low = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  const high = max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3));
  return max(low, high);
}

function roundToInt16(x: usize, inverse: v128): v128 {
  const low = f32x4.nearest(f32x4.mul(v128.load(x), inverse));
  const high = f32x4.nearest(f32x4.mul(v128.load(x, 16), inverse));
  return i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(low), i32x4.trunc_sat_f32x4_s(high));
}

function sumLanes(v: v128): i32 {
  const low = i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1);
  return low + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

/** One block to int16 with scale `absmax / 32767`; also scale × sum of the codes, for minima. */
function quantiseBlock(x: usize, codes: usize, scale: usize, sum: usize): void {
  const step = absoluteMaximum(x) / 32767;
  const inverse = f32x4.splat(step > 0 ? 1 / step : 0);
  const ones = i16x8.splat(1);
  let total = i32x4.splat(0);
  for (let i: usize = 0; i < 64; i += 16) {
    const rounded = roundToInt16(x + (i << 1), inverse);
    v128.store(codes + i, rounded);
    total = i32x4.add(total, i32x4.dot_i16x8_s(rounded, ones));
  }
  store<f32>(scale, step);
  store<f32>(sum, <f32>sumLanes(total) * step);
}

/** x f32 [tokenCount, columnCount] → int16 codes, f32 scales and sums. */
export function quantise(
  x: usize,
  codes: usize,
  scales: usize,
  sums: usize,
  columnCount: i32,
  tokenCount: i32,
): void {
  const blockCount = columnCount >> 5;
  const tiledCount = tokenCount & ~3;
  for (let token = 0; token < tokenCount; token++) {
    const tiled = token < tiledCount;
    const first = tiled ? token & ~3 : token;
    const lane = tiled ? token & 3 : 0;
    const width = tiled ? 4 : 1;
    let code = codes + ((<usize>(first * columnCount)) << 1) + ((<usize>lane) << 6);
    let offset = (<usize>(first * blockCount + lane)) << 2;
    for (let block = 0; block < blockCount; block++) {
      quantiseBlock(x, code, scales + offset, sums + offset);
      x += 128;
      code += (<usize>width) << 6;
      offset += (<usize>width) << 2;
    }
  }
}

/** What `quantise` would keep of x, back in f32: for weights that are f32 themselves. */
export function roundThroughInt16(x: usize, target: usize, count: i32): void {
  for (let i = 0; i < count; i += 32) {
    const step = absoluteMaximum(x);
    const unit = step / 32767;
    const inverse = f32x4.splat(unit > 0 ? 1 / unit : 0);
    for (let j: usize = 0; j < 128; j += 32) {
      const rounded = roundToInt16(x + j, inverse);
      const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(rounded));
      const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(rounded));
      v128.store(target + j, f32x4.mul(low, f32x4.splat(unit)));
      v128.store(target + j, f32x4.mul(high, f32x4.splat(unit)), 16);
    }
    x += 128;
    target += 128;
  }
}

/** Sums of blocks of 32 of f32 activations [tokenCount, columnCount], laid out [token][block]. */
export function sumBlocks(x: usize, sums: usize, blockCount: i32): void {
  for (let block = 0; block < blockCount; block++) {
    let total = v128.load(x);
    for (let i: usize = 16; i < 128; i += 16) total = f32x4.add(total, v128.load(x + i));
    const low = f32x4.extract_lane(total, 0) + f32x4.extract_lane(total, 1);
    const high = f32x4.extract_lane(total, 2) + f32x4.extract_lane(total, 3);
    store<f32>(sums, low + high);
    x += 128;
    sums += 4;
  }
}
