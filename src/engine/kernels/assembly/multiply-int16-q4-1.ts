// y[token, row] = Σ_block scale · scaleX · Σ code · codeX + minimum · sumX, eight rows at once.
// The integer sums are exact, and blocks are added in order, so an output's bits do not depend on
// whether its token came in a tile of four or alone.
import { addScaledBlock } from './add-scaled-block';
import { nibbleMask16 } from './masks';
import { multiplyUnpackedTile, unpackGroup } from './multiply-unpacked-q4-1';

/** Four nibbles × two columns of four rows against the pairs x0 … x3. */
function dotNibbles(v: v128, x0: v128, x1: v128, x2: v128, x3: v128, mask: v128): v128 {
  const even = i32x4.add(
    i32x4.dot_i16x8_s(v128.and(v, mask), x0),
    i32x4.dot_i16x8_s(v128.and(i16x8.shr_u(v, 4), mask), x1),
  );
  const odd = i32x4.add(
    i32x4.dot_i16x8_s(v128.and(i16x8.shr_u(v, 8), mask), x2),
    i32x4.dot_i16x8_s(i16x8.shr_u(v, 12), x3),
  );
  return i32x4.add(even, odd);
}

/** Eight rows × one token. */
function multiplySingle(w: usize, x: usize, s: usize, u: usize, y: usize, blockCount: i32): void {
  const mask = v128.load(nibbleMask16);
  let low = f32x4.splat(0);
  let high = f32x4.splat(0);
  for (let block = 0; block < blockCount; block++) {
    let wholeLow = i32x4.splat(0);
    let wholeHigh = i32x4.splat(0);
    for (let i: usize = 0; i < 64; i += 16) {
      const x0 = v128.load32_splat(x + i);
      const x1 = v128.load32_splat(x + i, 4);
      const x2 = v128.load32_splat(x + i, 8);
      const x3 = v128.load32_splat(x + i, 12);
      wholeLow = i32x4.add(wholeLow, dotNibbles(v128.load(w + i), x0, x1, x2, x3, mask));
      wholeHigh = i32x4.add(wholeHigh, dotNibbles(v128.load(w + i, 64), x0, x1, x2, x3, mask));
    }
    const scaleX = v128.load32_splat(s);
    const sumX = v128.load32_splat(u);
    low = addScaledBlock(low, wholeLow, w + 128, scaleX, sumX);
    high = addScaledBlock(high, wholeHigh, w + 144, scaleX, sumX);
    w += 192;
    x += 64;
    s += 4;
    u += 4;
  }
  v128.store(y, low);
  v128.store(y, high, 16);
}

/**
 * `w`: row groups (place-row.ts); `x`, `s`, `u`: codes, scales, sums from `quantise`; y f32, token t
 * at t × stride bytes. Whole groups are written: `stride` covers rowCount rounded up to eight.
 * `unpacked`: room for 8 × columnCount bytes; all tiles share the work of unpacking a group.
 */
export function multiplyInt16Q41(
  w: usize,
  unpacked: usize,
  x: usize,
  s: usize,
  u: usize,
  y: usize,
  stride: usize,
  columnCount: i32,
  rowCount: i32,
  tokenCount: i32,
): void {
  const blockCount = columnCount >> 5;
  const tiledCount = tokenCount & ~3;
  for (let row = 0; row < rowCount; row += 8) {
    if (tiledCount > 0) unpackGroup(w, unpacked, blockCount);
    for (let token = 0; token < tokenCount; token += token < tiledCount ? 4 : 1) {
      const xs = x + ((<usize>(token * columnCount)) << 1);
      const offset = (<usize>(token * blockCount)) << 2;
      const ys = y + <usize>token * stride + ((<usize>row) << 2);
      if (token < tiledCount) {
        multiplyUnpackedTile(unpacked, w, xs, s + offset, u + offset, ys, stride, blockCount);
      } else {
        multiplySingle(w, xs, s + offset, u + offset, ys, blockCount);
      }
    }
    w += <usize>blockCount * 192;
  }
}
