// y[token, row] = Σ_block scale · scaleX · Σ code · codeX, eight rows at once; one summation order
// per output, as in multiply-int16-q4-1.ts.

/** sum + whole · (scale · scaleX). */
function addScaled(sum: v128, whole: v128, scales: usize, scaleX: v128): v128 {
  const factor = f32x4.mul(v128.load(scales), scaleX);
  return f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(whole), factor));
}

/** Eight rows × one token. */
function multiplySingle(w: usize, x: usize, s: usize, y: usize, blockCount: i32): void {
  let low = f32x4.splat(0);
  let high = f32x4.splat(0);
  for (let block = 0; block < blockCount; block++) {
    let wholeLow = i32x4.splat(0);
    let wholeHigh = i32x4.splat(0);
    for (let i: usize = 0; i < 64; i += 8) {
      const x0 = v128.load32_splat(x + i);
      const x1 = v128.load32_splat(x + i, 4);
      const p = w + (i << 2);
      wholeLow = i32x4.add(wholeLow, i32x4.dot_i16x8_s(v128.load8x8_s(p), x0));
      wholeHigh = i32x4.add(wholeHigh, i32x4.dot_i16x8_s(v128.load8x8_s(p, 8), x0));
      wholeLow = i32x4.add(wholeLow, i32x4.dot_i16x8_s(v128.load8x8_s(p, 16), x1));
      wholeHigh = i32x4.add(wholeHigh, i32x4.dot_i16x8_s(v128.load8x8_s(p, 24), x1));
    }
    const scaleX = v128.load32_splat(s);
    low = addScaled(low, wholeLow, w + 256, scaleX);
    high = addScaled(high, wholeHigh, w + 272, scaleX);
    w += 288;
    x += 64;
    s += 4;
  }
  v128.store(y, low);
  v128.store(y, high, 16);
}

/**
 * Eight rows × four tokens: what is spread of a token's columns serves both halves of the rows.
 */
function multiplyTile(
  w: usize,
  x: usize,
  s: usize,
  y: usize,
  stride: usize,
  blockCount: i32,
): void {
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
    for (let i: usize = 0; i < 64; i += 4) {
      const p = x + i;
      const wl = v128.load8x8_s(w + (i << 2));
      const wh = v128.load8x8_s(w + (i << 2), 8);
      let pair: v128;
      pair = v128.load32_splat(p);
      l0 = i32x4.add(l0, i32x4.dot_i16x8_s(wl, pair));
      h0 = i32x4.add(h0, i32x4.dot_i16x8_s(wh, pair));
      pair = v128.load32_splat(p, 64);
      l1 = i32x4.add(l1, i32x4.dot_i16x8_s(wl, pair));
      h1 = i32x4.add(h1, i32x4.dot_i16x8_s(wh, pair));
      pair = v128.load32_splat(p, 128);
      l2 = i32x4.add(l2, i32x4.dot_i16x8_s(wl, pair));
      h2 = i32x4.add(h2, i32x4.dot_i16x8_s(wh, pair));
      pair = v128.load32_splat(p, 192);
      l3 = i32x4.add(l3, i32x4.dot_i16x8_s(wl, pair));
      h3 = i32x4.add(h3, i32x4.dot_i16x8_s(wh, pair));
    }
    let sx: v128;
    sx = v128.load32_splat(s);
    yl0 = addScaled(yl0, l0, w + 256, sx);
    yh0 = addScaled(yh0, h0, w + 272, sx);
    sx = v128.load32_splat(s, 4);
    yl1 = addScaled(yl1, l1, w + 256, sx);
    yh1 = addScaled(yh1, h1, w + 272, sx);
    sx = v128.load32_splat(s, 8);
    yl2 = addScaled(yl2, l2, w + 256, sx);
    yh2 = addScaled(yh2, h2, w + 272, sx);
    sx = v128.load32_splat(s, 12);
    yl3 = addScaled(yl3, l3, w + 256, sx);
    yh3 = addScaled(yh3, h3, w + 272, sx);
    w += 288;
    x += 256;
    s += 16;
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
 * `w`: row groups (place-row.ts); `x`, `s`: codes and scales from `quantise`; y f32, token t at
 * t × stride bytes. Whole groups are written: `stride` covers rowCount rounded up to eight.
 */
export function multiplyInt16Q80(
  w: usize,
  x: usize,
  s: usize,
  y: usize,
  stride: usize,
  columnCount: i32,
  rowCount: i32,
  tokenCount: i32,
): void {
  const blockCount = columnCount >> 5;
  const tiledCount = tokenCount & ~3;
  for (let row = 0; row < rowCount; row += 8) {
    for (let token = 0; token < tokenCount; token += token < tiledCount ? 4 : 1) {
      const xs = x + ((<usize>(token * columnCount)) << 1);
      const ss = s + ((<usize>(token * blockCount)) << 2);
      const ys = y + <usize>token * stride + ((<usize>row) << 2);
      if (token < tiledCount) {
        multiplyTile(w, xs, ss, ys, stride, blockCount);
      } else {
        multiplySingle(w, xs, ss, ys, blockCount);
      }
    }
    w += <usize>blockCount * 288;
  }
}
