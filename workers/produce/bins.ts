import { binBounds } from '#contract/overview.ts';
import { encodeDisplayCode } from '#contract/display-code.ts';

/**
 * Where bins begin in a row of `groupCount` groups (heads, or one for the whole row), with one more
 * entry for the row's end (SPEC.md, OV2).
 */
export function binStarts(
  groupCount: number,
  binsPerGroup: number,
  valuesPerGroup: number,
): Int32Array {
  const starts = new Int32Array(groupCount * binsPerGroup + 1);
  for (let group = 0; group < groupCount; group++) {
    for (let bin = 0; bin < binsPerGroup; bin++) {
      starts[group * binsPerGroup + bin] =
        group * valuesPerGroup + binBounds(bin, binsPerGroup, valuesPerGroup)[0];
    }
  }
  starts[groupCount * binsPerGroup] = groupCount * valuesPerGroup;
  return starts;
}

/** The signed value of largest magnitude in row[first … end), the positive of two; 0 for an empty bin. */
export function strongest(row: Float32Array, first: number, end: number): number {
  let high = 0;
  let low = 0;
  for (let i = first; i < end; i++) {
    const value = row[i]!;
    if (value > high) high = value;
    if (value < low) low = value;
  }
  return high >= -low ? high : low;
}

/** Display codes of a row's bins, `into[bin]`. `hi` in the row's own units. */
export function encodeBins(
  row: Float32Array,
  starts: Int32Array,
  hi: number,
  into: Uint8Array,
): void {
  const binCount = starts.length - 1;
  for (let bin = 0; bin < binCount; bin++) {
    into[bin] = encodeDisplayCode(strongest(row, starts[bin]!, starts[bin + 1]!), hi);
  }
}
