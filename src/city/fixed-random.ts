/** PCG's output permutation (Jarzynski and Olano 2020), unsigned 32 bits in and out. */
function scramble(value: number): number {
  let x = (Math.imul(value, 747796405) + 2891336453) >>> 0;
  x = Math.imul((x >>> ((x >>> 28) + 4)) ^ x, 277803737) >>> 0;
  return ((x >>> 22) ^ x) >>> 0;
}

/** A number in 0 … 1 that belongs to a cell of a grid: the same on every machine and every visit. */
export function fixedRandom(column: number, row: number, salt: number): number {
  return (scramble(column + 4096 + scramble(row + 4096 + salt * 7919)) >>> 8) / 16777216;
}

/** From one cell's number to the next without a corner. */
export function easedShare(share: number): number {
  return share * share * (3 - 2 * share);
}
