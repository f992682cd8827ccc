// Rotary position embedding (Su et al. 2021), halves side by side as Hugging Face keeps them. Sine
// and cosine come from code in this module, so every browser and Node gets the same bits.

/** One table row per position: D/2 cosines, then D/2 sines, of position · base^(−2j/D). */
export function fillRotations(table: usize, positionCount: i32, headWidth: i32, base: f64): void {
  const half = headWidth >> 1;
  for (let j = 0; j < half; j++) {
    const frequency = Math.pow(base, (-2.0 * <f64>j) / <f64>headWidth);
    for (let position = 0; position < positionCount; position++) {
      const angle = <f64>position * frequency;
      const entry = table + ((<usize>(position * headWidth + j)) << 2);
      store<f32>(entry, <f32>Math.cos(angle));
      store<f32>(entry + ((<usize>half) << 2), <f32>Math.sin(angle));
    }
  }
}

/** Rotates every head of one position: (a, b) → (a·cos − b·sin, b·cos + a·sin). `headWidth` is a multiple of 8. */
export function rotate(x: usize, y: usize, row: usize, headCount: i32, headWidth: i32): void {
  const half = (<usize>headWidth) << 1;
  for (let head = 0; head < headCount; head++) {
    for (let i: usize = 0; i < half; i += 16) {
      const a = v128.load(x + i);
      const b = v128.load(x + i + half);
      const cosine = v128.load(row + i);
      const sine = v128.load(row + i + half);
      v128.store(y + i, f32x4.sub(f32x4.mul(a, cosine), f32x4.mul(b, sine)));
      v128.store(y + i + half, f32x4.add(f32x4.mul(b, cosine), f32x4.mul(a, sine)));
    }
    x += half << 1;
    y += half << 1;
  }
}
