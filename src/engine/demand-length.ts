/** @throws RangeError for a row of another length than the model's */
export function demandLength(what: string, row: Float32Array, length: number): void {
  if (row.length === length) return;
  throw new RangeError(
    `${what} has ${String(row.length)} elements; this model needs ${String(length)}.`,
  );
}
