// Weights are stored for eight rows at once, so that one SIMD lane holds one output row and a
// product needs no sum across lanes. Per block of 32 columns and group of eight rows:
//   Q4_1: 128 B codes | 8 f32 scales | 8 f32 minima. Codes: rows 0-3 then 4-7, each 4 × 16 B; the
//         u16 at (quad j, row r, parity p) holds columns 8j + p + {0, 2, 4, 6} in its four nibbles.
//   Q8_0: 256 B codes | 8 f32 scales. Codes: 16 column pairs × 8 rows × 2 int8.
//   F32:  32 columns × 8 f32.
// Each function copies one row of a GGUF file (ggml's block layouts) into lane `lane` (0-7) of its group.

/** IEEE 754 binary16 bits to f32, exact. Subnormals through an f32 multiplication. */
function floatOfHalf(bits: u32): f32 {
  const magnitude = reinterpret<f32>((bits & 0x7fff) << 13) * reinterpret<f32>(0x77800000);
  const special: u32 = (bits & 0x7c00) == 0x7c00 ? 0x7f800000 : 0;
  return reinterpret<f32>(reinterpret<u32>(magnitude) | special | ((bits & 0x8000) << 16));
}

/** The even bytes' low nibbles of `bytes`, side by side in 16 bits. */
function gatherEvenNibbles(bytes: u64): u32 {
  const nibbles = bytes & 0x000f000f000f000f;
  return <u32>((nibbles | (nibbles >> 12) | (nibbles >> 24) | (nibbles >> 36)) & 0xffff);
}

function gatherNibbles(bytes: u64): u32 {
  return gatherEvenNibbles(bytes) | (gatherEvenNibbles(bytes >> 8) << 16);
}

export function placeRowQ41(source: usize, group: usize, lane: i32, blockCount: i32): void {
  let codes = group + ((<usize>(lane >> 2)) << 6) + ((<usize>(lane & 3)) << 2);
  let scale = group + 128 + ((<usize>lane) << 2);
  for (let block = 0; block < blockCount; block++) {
    store<f32>(scale, floatOfHalf(load<u16>(source)));
    store<f32>(scale, floatOfHalf(load<u16>(source, 2)), 32);
    const first = load<u64>(source, 4);
    const second = load<u64>(source, 12);
    store<u32>(codes, gatherNibbles(first));
    store<u32>(codes, gatherNibbles(second), 16);
    store<u32>(codes, gatherNibbles(first >> 4), 32);
    store<u32>(codes, gatherNibbles(second >> 4), 48);
    source += 20;
    codes += 192;
    scale += 192;
  }
}

export function placeRowQ80(source: usize, group: usize, lane: i32, blockCount: i32): void {
  let codes = group + ((<usize>lane) << 1);
  let scale = group + 256 + ((<usize>lane) << 2);
  for (let block = 0; block < blockCount; block++) {
    store<f32>(scale, floatOfHalf(load<u16>(source)));
    source += 2;
    for (let pair = 0; pair < 16; pair++) {
      store<u16>(codes + ((<usize>pair) << 4), load<u16>(source));
      source += 2;
    }
    codes += 288;
    scale += 288;
  }
}

export function placeRowF32(source: usize, group: usize, lane: i32, blockCount: i32): void {
  let target = group + ((<usize>lane) << 2);
  for (let column = 0; column < blockCount << 5; column++) {
    store<f32>(target, load<f32>(source));
    source += 4;
    target += 32;
  }
}
