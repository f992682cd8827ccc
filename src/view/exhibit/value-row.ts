import type { LayerSite } from '#contract/hook-site.ts';
import type { ReadableStore } from '#store/read.ts';
import { exactRows, type ExactRows } from './exact-rows.ts';

/** One position's whole row at a site, or why it is not here. */
export interface ValueRow extends ExactRows {
  readonly site: LayerSite;
  readonly layer: number;
  readonly position: number;
  /** As `rowShape` counts it. */
  readonly data: Float32Array | undefined;
}

export function valueRow(
  store: ReadableStore,
  site: LayerSite,
  layer: number,
  position: number,
): ValueRow {
  const exact = exactRows(store, site, layer, [position]);
  const [values] = exact.rows;
  return { ...exact, site, layer, position, data: values?.data };
}

/** Index of the value of largest magnitude, the first of equal ones; −1 when there is none. */
export function strongestIndex(values: Float32Array): number {
  let found = -1;
  for (let index = 0; index < values.length; index += 1) {
    const magnitude = Math.abs(values[index] ?? NaN);
    if (magnitude < Infinity && !(magnitude <= Math.abs(values[found] ?? NaN))) found = index;
  }
  return found;
}
