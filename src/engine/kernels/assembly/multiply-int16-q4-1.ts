// y[token, row] = Σ_block scale · scaleX · Σ code · codeX + minimum · sumX, eight rows at once.
// The integer sums are exact, and blocks are added in order, so an output's bits do not depend on
// whether its token came in a tile of four or alone.

/** Four nibbles × two columns of four rows against the pairs x0 … x3. */
function dotNibbles(v: v128, x0: v128, x1: v128, x2: v128, x3: v128): v128 {
  const mask = i16x8.splat(15);
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

/** sum + whole · (scale · scaleX) + minimum · sumX, in this order. */
function addScaled(sum: v128, whole: v128, scales: usize, scaleX: v128, sumX: v128): v128 {
  const factor = f32x4.mul(v128.load(scales), scaleX);
  const scaled = f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(whole), factor));
  return f32x4.add(scaled, f32x4.mul(v128.load(scales, 32), sumX));
}

/** Eight rows × one token. */
function multiplySingle(w: usize, x: usize, s: usize, u: usize, y: usize, blockCount: i32): void {
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
      wholeLow = i32x4.add(wholeLow, dotNibbles(v128.load(w + i), x0, x1, x2, x3));
      wholeHigh = i32x4.add(wholeHigh, dotNibbles(v128.load(w + i, 64), x0, x1, x2, x3));
    }
    const scaleX = v128.load32_splat(s);
    const sumX = v128.load32_splat(u);
    low = addScaled(low, wholeLow, w + 128, scaleX, sumX);
    high = addScaled(high, wholeHigh, w + 144, scaleX, sumX);
    w += 192;
    x += 64;
    s += 4;
    u += 4;
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
  u: usize,
  y: usize,
  stride: usize,
  blockCount: i32,
): void {
  const mask = i16x8.splat(15);
  let y0 = f32x4.splat(0);
  let y1 = f32x4.splat(0);
  let y2 = f32x4.splat(0);
  let y3 = f32x4.splat(0);
  for (let block = 0; block < blockCount; block++) {
    let a0 = i32x4.splat(0);
    let a1 = i32x4.splat(0);
    let a2 = i32x4.splat(0);
    let a3 = i32x4.splat(0);
    for (let i: usize = 0; i < 64; i += 16) {
      const v = v128.load(w + i);
      const p = x + i;
      const w0 = v128.and(v, mask);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(w0, v128.load32_splat(p)));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(w0, v128.load32_splat(p, 64)));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(w0, v128.load32_splat(p, 128)));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(w0, v128.load32_splat(p, 192)));
      const w1 = v128.and(i16x8.shr_u(v, 4), mask);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(w1, v128.load32_splat(p, 4)));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(w1, v128.load32_splat(p, 68)));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(w1, v128.load32_splat(p, 132)));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(w1, v128.load32_splat(p, 196)));
      const w2 = v128.and(i16x8.shr_u(v, 8), mask);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(w2, v128.load32_splat(p, 8)));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(w2, v128.load32_splat(p, 72)));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(w2, v128.load32_splat(p, 136)));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(w2, v128.load32_splat(p, 200)));
      const w3 = i16x8.shr_u(v, 12);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(w3, v128.load32_splat(p, 12)));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(w3, v128.load32_splat(p, 76)));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(w3, v128.load32_splat(p, 140)));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(w3, v128.load32_splat(p, 204)));
    }
    y0 = addScaled(y0, a0, scales, v128.load32_splat(s), v128.load32_splat(u));
    y1 = addScaled(y1, a1, scales, v128.load32_splat(s, 4), v128.load32_splat(u, 4));
    y2 = addScaled(y2, a2, scales, v128.load32_splat(s, 8), v128.load32_splat(u, 8));
    y3 = addScaled(y3, a3, scales, v128.load32_splat(s, 12), v128.load32_splat(u, 12));
    w += 192;
    scales += 192;
    x += 256;
    s += 16;
    u += 16;
  }
  v128.store(y, y0);
  v128.store(y + stride, y1);
  v128.store(y + 2 * stride, y2);
  v128.store(y + 3 * stride, y3);
}

/**
 * `w`: row groups (place-row.ts); `x`, `s`, `u`: codes, scales, sums from `quantise`; y f32, token t
 * at t × stride bytes. Whole groups are written: `stride` covers rowCount rounded up to eight.
 */
export function multiplyInt16Q41(
  w: usize,
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
    for (let token = 0; token < tokenCount; token += token < tiledCount ? 4 : 1) {
      const xs = x + ((<usize>(token * columnCount)) << 1);
      const offset = (<usize>(token * blockCount)) << 2;
      const ys = y + <usize>token * stride + ((<usize>row) << 2);
      if (token < tiledCount) {
        multiplyTile(w, w + 128, xs, s + offset, u + offset, ys, stride, blockCount);
        multiplyTile(w + 64, w + 144, xs, s + offset, u + offset, ys + 16, stride, blockCount);
      } else {
        multiplySingle(w, xs, s + offset, u + offset, ys, blockCount);
      }
    }
    w += <usize>blockCount * 192;
  }
}
