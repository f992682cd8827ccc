// Q4_1 for four tokens at once: a group's nibbles are unpacked once and serve every tile.
import { addScaledBlock } from './add-scaled-block';
import { nibbleMask16 } from './masks';

/**
 * Writes a group's nibbles as bytes: a block's sixteen pairs of columns one after the other, eight rows
 * each, as a group of Q8_0 has them.
 */
export function unpackGroup(w: usize, unpacked: usize, blockCount: i32): void {
  const mask = v128.load(nibbleMask16);
  for (let block = 0; block < blockCount; block++) {
    for (let i: usize = 0; i < 64; i += 16) {
      const vl = v128.load(w + i);
      const vh = v128.load(w + i, 64);
      v128.store(unpacked, i8x16.narrow_i16x8_u(v128.and(vl, mask), v128.and(vh, mask)));
      const l1 = v128.and(i16x8.shr_u(vl, 4), mask);
      const h1 = v128.and(i16x8.shr_u(vh, 4), mask);
      v128.store(unpacked, i8x16.narrow_i16x8_u(l1, h1), 16);
      const l2 = v128.and(i16x8.shr_u(vl, 8), mask);
      const h2 = v128.and(i16x8.shr_u(vh, 8), mask);
      v128.store(unpacked, i8x16.narrow_i16x8_u(l2, h2), 32);
      const l3 = i16x8.shr_u(vl, 12);
      const h3 = i16x8.shr_u(vh, 12);
      v128.store(unpacked, i8x16.narrow_i16x8_u(l3, h3), 48);
      unpacked += 64;
    }
    w += 192;
  }
}

/**
 * Eight rows × four tokens of a group whose codes have been unpacked; scales and minima lie in `w`. A sum is
 * taken in the order of `multiplySingle`.
 */
export function multiplyUnpackedTile(
  codes: usize,
  w: usize,
  xs: usize,
  s: usize,
  u: usize,
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
      const x = xs + i;
      const wl = v128.load8x8_u(codes);
      const wh = v128.load8x8_u(codes, 8);
      let pair: v128;
      pair = v128.load32_splat(x);
      l0 = i32x4.add(l0, i32x4.dot_i16x8_s(wl, pair));
      h0 = i32x4.add(h0, i32x4.dot_i16x8_s(wh, pair));
      pair = v128.load32_splat(x, 64);
      l1 = i32x4.add(l1, i32x4.dot_i16x8_s(wl, pair));
      h1 = i32x4.add(h1, i32x4.dot_i16x8_s(wh, pair));
      pair = v128.load32_splat(x, 128);
      l2 = i32x4.add(l2, i32x4.dot_i16x8_s(wl, pair));
      h2 = i32x4.add(h2, i32x4.dot_i16x8_s(wh, pair));
      pair = v128.load32_splat(x, 192);
      l3 = i32x4.add(l3, i32x4.dot_i16x8_s(wl, pair));
      h3 = i32x4.add(h3, i32x4.dot_i16x8_s(wh, pair));
      codes += 16;
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
