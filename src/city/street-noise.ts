import { fixedRandom } from './fixed-random.ts';

/** Cells a side; the noise repeats after them. */
export const noiseCells = 128;

/** One random number a cell, R8: the street's shader draws smooth noise from it by one look-up. */
export function streetNoise(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    { length: noiseCells * noiseCells },
    (_, at) => 255 * fixedRandom(at % noiseCells, Math.floor(at / noiseCells), 6),
  );
}
