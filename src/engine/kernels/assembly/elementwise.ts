import { exponential } from './exponential';

/** y = a + b. */
export function add(a: usize, b: usize, y: usize, count: i32): void {
  for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
    v128.store(y + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
  }
}

/** y = silu(gate) · up, silu(v) = v / (1 + e^−v) (SwiGLU, Shazeer 2020). */
export function gatedSilu(gate: usize, up: usize, y: usize, count: i32): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
    const v = v128.load(gate + i);
    const silu = f32x4.div(v, f32x4.add(one, exponential(f32x4.neg(v))));
    v128.store(y + i, f32x4.mul(silu, v128.load(up + i)));
  }
}
