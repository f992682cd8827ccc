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

/** Four rows × four tokens; `w` points at the rows' codes, `scales` at their scales. */
function multiplyTile(
  w: usize,
  scales: usize,
  x: usize,
  s: usize,
  y: usize,
  stride: usize,
  blockCount: i32,
): void {
  let y0 = f32x4.splat(0);
  let y1 = f32x4.splat(0);
  let y2 = f32x4.splat(0);
  let y3 = f32x4.splat(0);
  for (let block = 0; block < blockCount; block++) {
    let a0 = i32x4.splat(0);
    let a1 = i32x4.splat(0);
    let a2 = i32x4.splat(0);
    let a3 = i32x4.splat(0);
    for (let i: usize = 0; i < 64; i += 8) {
      const p = x + i;
      const w0 = v128.load8x8_s(w + (i << 2));
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(w0, v128.load32_splat(p)));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(w0, v128.load32_splat(p, 64)));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(w0, v128.load32_splat(p, 128)));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(w0, v128.load32_splat(p, 192)));
      const w1 = v128.load8x8_s(w + (i << 2), 16);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(w1, v128.load32_splat(p, 4)));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(w1, v128.load32_splat(p, 68)));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(w1, v128.load32_splat(p, 132)));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(w1, v128.load32_splat(p, 196)));
    }
    y0 = addScaled(y0, a0, scales, v128.load32_splat(s));
    y1 = addScaled(y1, a1, scales, v128.load32_splat(s, 4));
    y2 = addScaled(y2, a2, scales, v128.load32_splat(s, 8));
    y3 = addScaled(y3, a3, scales, v128.load32_splat(s, 12));
    w += 288;
    scales += 288;
    x += 256;
    s += 16;
  }
  v128.store(y, y0);
  v128.store(y + stride, y1);
  v128.store(y + 2 * stride, y2);
  v128.store(y + 3 * stride, y3);
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
        multiplyTile(w, w + 256, xs, ss, ys, stride, blockCount);
        multiplyTile(w + 8, w + 272, xs, ss, ys + 16, stride, blockCount);
      } else {
        multiplySingle(w, xs, ss, ys, blockCount);
      }
    }
    w += <usize>blockCount * 288;
  }
}
