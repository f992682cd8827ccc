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
 * Eight rows × four tokens: each token's columns are loaded once for both halves and spread by
 * shuffles, which leaves few enough loads for V8 to keep the sums in registers.
 */
function multiplyTile(
  w: usize,
  xs: usize,
  s: usize,
  u: usize,
  y: usize,
  stride: usize,
  blockCount: i32,
): void {
  const mask = v128.load(nibbleMask16);
  let yl0 = f32x4.splat(0);
  let yh0 = f32x4.splat(0);
  let yl1 = f32x4.splat(0);
  let yh1 = f32x4.splat(0);
  let yl2 = f32x4.splat(0);
  let yh2 = f32x4.splat(0);
  let yl3 = f32x4.splat(0);
  let yh3 = f32x4.splat(0);
  for (let block = 0; block < blockCount; block++) {
    let l0 = i32x4.splat(0);
    let h0 = i32x4.splat(0);
    let l1 = i32x4.splat(0);
    let h1 = i32x4.splat(0);
    let l2 = i32x4.splat(0);
    let h2 = i32x4.splat(0);
    let l3 = i32x4.splat(0);
    let h3 = i32x4.splat(0);
    for (let i: usize = 0; i < 64; i += 16) {
      const vl = v128.load(w + i);
      const vh = v128.load(w + i, 64);
      let x: v128;
      const x0 = v128.load(xs + i, 0);
      const x1 = v128.load(xs + i, 64);
      const x2 = v128.load(xs + i, 128);
      const x3 = v128.load(xs + i, 192);
      let wl = v128.and(vl, mask);
      let wh = v128.and(vh, mask);
      x = v128.shuffle<i32>(x0, x0, 0, 0, 0, 0);
      l0 = i32x4.add(l0, i32x4.dot_i16x8_s(wl, x));
      h0 = i32x4.add(h0, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x1, x1, 0, 0, 0, 0);
      l1 = i32x4.add(l1, i32x4.dot_i16x8_s(wl, x));
      h1 = i32x4.add(h1, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x2, x2, 0, 0, 0, 0);
      l2 = i32x4.add(l2, i32x4.dot_i16x8_s(wl, x));
      h2 = i32x4.add(h2, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x3, x3, 0, 0, 0, 0);
      l3 = i32x4.add(l3, i32x4.dot_i16x8_s(wl, x));
      h3 = i32x4.add(h3, i32x4.dot_i16x8_s(wh, x));
      wl = v128.and(i16x8.shr_u(vl, 4), mask);
      wh = v128.and(i16x8.shr_u(vh, 4), mask);
      x = v128.shuffle<i32>(x0, x0, 1, 1, 1, 1);
      l0 = i32x4.add(l0, i32x4.dot_i16x8_s(wl, x));
      h0 = i32x4.add(h0, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x1, x1, 1, 1, 1, 1);
      l1 = i32x4.add(l1, i32x4.dot_i16x8_s(wl, x));
      h1 = i32x4.add(h1, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x2, x2, 1, 1, 1, 1);
      l2 = i32x4.add(l2, i32x4.dot_i16x8_s(wl, x));
      h2 = i32x4.add(h2, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x3, x3, 1, 1, 1, 1);
      l3 = i32x4.add(l3, i32x4.dot_i16x8_s(wl, x));
      h3 = i32x4.add(h3, i32x4.dot_i16x8_s(wh, x));
      wl = v128.and(i16x8.shr_u(vl, 8), mask);
      wh = v128.and(i16x8.shr_u(vh, 8), mask);
      x = v128.shuffle<i32>(x0, x0, 2, 2, 2, 2);
      l0 = i32x4.add(l0, i32x4.dot_i16x8_s(wl, x));
      h0 = i32x4.add(h0, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x1, x1, 2, 2, 2, 2);
      l1 = i32x4.add(l1, i32x4.dot_i16x8_s(wl, x));
      h1 = i32x4.add(h1, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x2, x2, 2, 2, 2, 2);
      l2 = i32x4.add(l2, i32x4.dot_i16x8_s(wl, x));
      h2 = i32x4.add(h2, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x3, x3, 2, 2, 2, 2);
      l3 = i32x4.add(l3, i32x4.dot_i16x8_s(wl, x));
      h3 = i32x4.add(h3, i32x4.dot_i16x8_s(wh, x));
      wl = i16x8.shr_u(vl, 12);
      wh = i16x8.shr_u(vh, 12);
      x = v128.shuffle<i32>(x0, x0, 3, 3, 3, 3);
      l0 = i32x4.add(l0, i32x4.dot_i16x8_s(wl, x));
      h0 = i32x4.add(h0, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x1, x1, 3, 3, 3, 3);
      l1 = i32x4.add(l1, i32x4.dot_i16x8_s(wl, x));
      h1 = i32x4.add(h1, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x2, x2, 3, 3, 3, 3);
      l2 = i32x4.add(l2, i32x4.dot_i16x8_s(wl, x));
      h2 = i32x4.add(h2, i32x4.dot_i16x8_s(wh, x));
      x = v128.shuffle<i32>(x3, x3, 3, 3, 3, 3);
      l3 = i32x4.add(l3, i32x4.dot_i16x8_s(wl, x));
      h3 = i32x4.add(h3, i32x4.dot_i16x8_s(wh, x));
    }
    let sx: v128;
    let ux: v128;
    sx = v128.load32_splat(s, 0);
    ux = v128.load32_splat(u, 0);
    yl0 = addScaledBlock(yl0, l0, w + 128, sx, ux);
    yh0 = addScaledBlock(yh0, h0, w + 144, sx, ux);
    sx = v128.load32_splat(s, 4);
    ux = v128.load32_splat(u, 4);
    yl1 = addScaledBlock(yl1, l1, w + 128, sx, ux);
    yh1 = addScaledBlock(yh1, h1, w + 144, sx, ux);
    sx = v128.load32_splat(s, 8);
    ux = v128.load32_splat(u, 8);
    yl2 = addScaledBlock(yl2, l2, w + 128, sx, ux);
    yh2 = addScaledBlock(yh2, h2, w + 144, sx, ux);
    sx = v128.load32_splat(s, 12);
    ux = v128.load32_splat(u, 12);
    yl3 = addScaledBlock(yl3, l3, w + 128, sx, ux);
    yh3 = addScaledBlock(yh3, h3, w + 144, sx, ux);
    w += 192;
    xs += 256;
    s += 16;
    u += 16;
  }
  v128.store(y + 0 * stride, yl0);
  v128.store(y + 0 * stride, yh0, 16);
  v128.store(y + 1 * stride, yl1);
  v128.store(y + 1 * stride, yh1, 16);
  v128.store(y + 2 * stride, yl2);
  v128.store(y + 2 * stride, yh2, 16);
  v128.store(y + 3 * stride, yl3);
  v128.store(y + 3 * stride, yh3, 16);
}

/**
 * `w`: row groups (place-row.ts); `x`, `s`, `u`: codes, scales, sums from `quantise`; y f32, token t
 * at t × stride bytes. Whole groups are written: `stride` covers rowCount rounded up to eight.
 * `unpacked`: room for 8 × columnCount bytes; several tiles share the work of unpacking a group.
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
  const unpacks = tiledCount > 4;
  for (let row = 0; row < rowCount; row += 8) {
    if (unpacks) unpackGroup(w, unpacked, blockCount);
    for (let token = 0; token < tokenCount; token += token < tiledCount ? 4 : 1) {
      const xs = x + ((<usize>(token * columnCount)) << 1);
      const offset = (<usize>(token * blockCount)) << 2;
      const ys = y + <usize>token * stride + ((<usize>row) << 2);
      if (token < tiledCount && unpacks) {
        multiplyUnpackedTile(unpacked, w, xs, s + offset, u + offset, ys, stride, blockCount);
      } else if (token < tiledCount) {
        multiplyTile(w, xs, s + offset, u + offset, ys, stride, blockCount);
      } else {
        multiplySingle(w, xs, s + offset, u + offset, ys, blockCount);
      }
    }
    w += <usize>blockCount * 192;
  }
}
