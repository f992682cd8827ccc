const bitsPerCell = 17;
const floatBits = new Uint32Array(1);
const float = new Float32Array(floatBits.buffer);

/** Numbers a float32 by its exponent and the upper 6 bits of its mantissa: cells at most 1.6 % wide. */
function cellOf(value: number): number {
  float[0] = value;
  return (floatBits[0] ?? 0) >>> bitsPerCell;
}

/**
 * Codes on a logarithmic scale: 0 below 10^−decades, then 1 … steps + 1 evenly in log10 up to 1,
 * steps + 1 above; a ratio gets the nearest code. The same as rounding
 * 1 + steps · (log10(ratio) + decades) / decades, without a logarithm: a table gives the code at the
 * start of the ratio's cell, and one comparison the rest, as steps are wider than cells.
 */
export function createLogCode(decades: number, steps: number): (ratio: number) => number {
  const floor = 10 ** -decades;
  const highest = steps + 1;
  /** From where on a ratio has at least that code. */
  const starts = Float64Array.from({ length: highest + 2 }, (_, code) =>
    code <= 1 ? code * floor : 10 ** ((decades * (code - 1.5)) / steps - decades),
  );
  starts[highest + 1] = Infinity;
  const firstCell = cellOf(floor);
  const codes = new Uint8Array(cellOf(1) - firstCell + 2);
  let code = 1;
  for (let cell = 0; cell < codes.length; cell++) {
    floatBits[0] = (firstCell + cell) << bitsPerCell;
    const start = float[0] ?? 0;
    while (start >= (starts[code + 1] ?? Infinity)) code++;
    codes[cell] = code;
  }
  const top = starts[highest] ?? 1;
  return (ratio) => {
    if (!(ratio >= floor)) return 0;
    if (ratio >= top) return highest;
    const near = codes[cellOf(ratio) - firstCell] ?? 0;
    // Rounding to float32 may have moved the ratio into the cell above.
    if (ratio < (starts[near] ?? 0)) return near - 1;
    return ratio >= (starts[near + 1] ?? Infinity) ? near + 1 : near;
  };
}
