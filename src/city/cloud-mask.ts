import { easedShare, fixedRandom } from './fixed-random.ts';

/** Texels around the horizon and upwards: some six and three a cell of the finer streaks. */
export const cloudColumns = 512;
export const cloudRows = 144;
/** Heights (sines of the elevation) between which clouds hang. */
export const cloudBand = { low: 0.015, high: 0.46 } as const;

/** Streaks: so many cells around the horizon, so many per unit of height, so much of the whole. */
const streakLayers = [
  { around: 31, upwards: 46, share: 0.6 },
  { around: 82, upwards: 105, share: 0.4 },
] as const;

/** Weaker streaks are clear air. */
const clearBelow = 0.5;

/** How thick thin cloud is, R8, x = share of the horizon, y = height within `cloudBand`. Repeats along x. */
export function cloudMask(): Uint8Array<ArrayBuffer> {
  const streaksArray = new Float32Array(cloudColumns * cloudRows);
  for (const layer of streakLayers) addStreaks(streaksArray, layer);
  const bytesArray = new Uint8Array(cloudColumns * cloudRows);
  for (let row = 0; row < cloudRows; row += 1) {
    const height = heightOf(row);
    const band = ramp(cloudBand.low, 0.09, height) * ramp(cloudBand.high, 0.12, height) * 255;
    for (let at = row * cloudColumns; at < (row + 1) * cloudColumns; at += 1) {
      if ((streaksArray[at] ?? 0) <= clearBelow) continue;
      bytesArray[at] = Math.round(band * ramp(clearBelow, 0.85, streaksArray[at] ?? 0));
    }
  }
  return bytesArray;
}

function addStreaks(streaksArray: Float32Array, layer: (typeof streakLayers)[number]): void {
  const { around, upwards, share } = layer;
  const xs = Array.from({ length: cloudColumns }, (_, at) => ((at + 0.5) / cloudColumns) * around);
  const cellsArray = Uint8Array.from(xs);
  const easedArray = Float32Array.from(xs, (x) => easedShare(x % 1));
  const lineArray = new Float32Array(around + 1);
  for (let row = 0; row < cloudRows; row += 1) {
    const y = heightOf(row) * upwards;
    const cellRow = Math.floor(y);
    const higher = easedShare(y - cellRow);
    for (let cell = 0; cell <= around; cell += 1) {
      const low = fixedRandom(cell % around, cellRow, 1);
      const high = fixedRandom(cell % around, cellRow + 1, 1);
      lineArray[cell] = share * (low + (high - low) * higher);
    }
    for (let column = 0; column < cloudColumns; column += 1) {
      const cell = cellsArray[column] ?? 0;
      const left = lineArray[cell] ?? 0;
      const right = lineArray[cell + 1] ?? 0;
      const at = row * cloudColumns + column;
      streaksArray[at] =
        (streaksArray[at] ?? 0) + left + (right - left) * (easedArray[column] ?? 0);
    }
  }
}

function heightOf(row: number): number {
  return cloudBand.low + ((row + 0.5) / cloudRows) * (cloudBand.high - cloudBand.low);
}

/** 0 at `from`, 1 at `to`, eased between, whichever is larger. */
function ramp(from: number, to: number, value: number): number {
  return easedShare(Math.min(1, Math.max(0, (value - from) / (to - from))));
}
