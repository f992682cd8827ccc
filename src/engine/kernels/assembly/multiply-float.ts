// Products with f32 activations [tokenCount, columnCount], not rounded. Four rows at once, two
// partial sums per block (even and odd columns), blocks in order; one code path for any number of
// tokens, so an output's bits do not depend on the tile.
import { nibbleMask32 } from './masks';

/** The four rows at `w` (codes of eight columns) against x[0 … 7]: even columns into one sum, odd into the other. */
function addNibbles(sum: v128, v: v128, x: usize, mask: v128): v128 {
  const c0 = f32x4.convert_i32x4_s(v128.and(v, mask));
  const c1 = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(v, 4), mask));
  const c2 = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(v, 8), mask));
  const c3 = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(v, 12), mask));
  sum = f32x4.add(sum, f32x4.mul(c0, v128.load32_splat(x)));
  sum = f32x4.add(sum, f32x4.mul(c1, v128.load32_splat(x, 8)));
  sum = f32x4.add(sum, f32x4.mul(c2, v128.load32_splat(x, 16)));
  return f32x4.add(sum, f32x4.mul(c3, v128.load32_splat(x, 24)));
}

function rowsQ41(w: usize, scales: usize, x: usize, u: usize, y: usize, blockCount: i32): void {
  const mask = v128.load(nibbleMask32);
  let sum = f32x4.splat(0);
  for (let block = 0; block < blockCount; block++) {
    let even = f32x4.splat(0);
    let odd = f32x4.splat(0);
    for (let i: usize = 0; i < 64; i += 16) {
      const v = v128.load(w + i);
      even = addNibbles(even, v, x + (i << 1), mask);
      odd = addNibbles(odd, i32x4.shr_u(v, 16), x + (i << 1) + 4, mask);
    }
    sum = f32x4.add(sum, f32x4.mul(f32x4.add(even, odd), v128.load(scales)));
    sum = f32x4.add(sum, f32x4.mul(v128.load(scales, 32), v128.load32_splat(u)));
    w += 192;
    scales += 192;
    x += 128;
    u += 4;
  }
  v128.store(y, sum);
}

function rowsQ80(w: usize, scales: usize, x: usize, y: usize, blockCount: i32): void {
  let sum = f32x4.splat(0);
  for (let block = 0; block < blockCount; block++) {
    let even = f32x4.splat(0);
    let odd = f32x4.splat(0);
    for (let i: usize = 0; i < 128; i += 8) {
      const pairs = v128.load8x8_s(w + (i << 1));
      const first = i32x4.shr_s(i32x4.shl(pairs, 16), 16);
      const second = i32x4.shr_s(pairs, 16);
      even = f32x4.add(even, f32x4.mul(f32x4.convert_i32x4_s(first), v128.load32_splat(x + i)));
      odd = f32x4.add(odd, f32x4.mul(f32x4.convert_i32x4_s(second), v128.load32_splat(x + i, 4)));
    }
    sum = f32x4.add(sum, f32x4.mul(f32x4.add(even, odd), v128.load(scales)));
    w += 288;
    scales += 288;
    x += 128;
  }
  v128.store(y, sum);
}

function rowsF32(w: usize, x: usize, y: usize, columnCount: i32): void {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let column = 0; column < columnCount; column += 2) {
    even = f32x4.add(even, f32x4.mul(v128.load(w), v128.load32_splat(x)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(w, 32), v128.load32_splat(x, 4)));
    w += 64;
    x += 8;
  }
  v128.store(y, f32x4.add(even, odd));
}

/** `u`: block sums from `sumBlocks`. Layouts and `stride` as in multiply-int16-q4-1.ts. */
export function multiplyFloatQ41(
  w: usize,
  x: usize,
  u: usize,
  y: usize,
  stride: usize,
  columnCount: i32,
  rowCount: i32,
  tokenCount: i32,
): void {
  const blockCount = columnCount >> 5;
  for (let row = 0; row < rowCount; row += 8) {
    for (let token = 0; token < tokenCount; token++) {
      const xs = x + ((<usize>(token * columnCount)) << 2);
      const us = u + ((<usize>(token * blockCount)) << 2);
      const ys = y + <usize>token * stride + ((<usize>row) << 2);
      rowsQ41(w, w + 128, xs, us, ys, blockCount);
      rowsQ41(w + 64, w + 144, xs, us, ys + 16, blockCount);
    }
    w += <usize>blockCount * 192;
  }
}

export function multiplyFloatQ80(
  w: usize,
  x: usize,
  y: usize,
  stride: usize,
  columnCount: i32,
  rowCount: i32,
  tokenCount: i32,
): void {
  const blockCount = columnCount >> 5;
  for (let row = 0; row < rowCount; row += 8) {
    for (let token = 0; token < tokenCount; token++) {
      const xs = x + ((<usize>(token * columnCount)) << 2);
      const ys = y + <usize>token * stride + ((<usize>row) << 2);
      rowsQ80(w, w + 256, xs, ys, blockCount);
      rowsQ80(w + 8, w + 272, xs, ys + 16, blockCount);
    }
    w += <usize>blockCount * 288;
  }
}

export function multiplyFloatF32(
  w: usize,
  x: usize,
  y: usize,
  stride: usize,
  columnCount: i32,
  rowCount: i32,
  tokenCount: i32,
): void {
  for (let row = 0; row < rowCount; row += 8) {
    for (let token = 0; token < tokenCount; token++) {
      const xs = x + ((<usize>(token * columnCount)) << 2);
      const ys = y + <usize>token * stride + ((<usize>row) << 2);
      rowsF32(w, xs, ys, columnCount);
      rowsF32(w + 16, xs, ys + 16, columnCount);
    }
    w += (<usize>columnCount) << 5;
  }
}
