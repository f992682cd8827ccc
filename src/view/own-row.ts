import type { DecodedValues } from '#contract/decoded-message.ts';
import type { Site } from '#contract/hook-site.ts';
import type { ReadableStore } from '#store/read.ts';

/** Rows that were cut, for as long as their message is kept: the same row stays the same array. */
const known = new WeakMap<DecodedValues, Float32Array>();

/**
 * A position's exact row as `rowShape` counts it: rows of scores and patterns that came together with
 * longer ones are cut to their own keys (SPEC.md, VAL2). Undefined when it is not here.
 */
export function ownRow(
  store: ReadableStore,
  site: Site,
  layer: number,
  position: number,
): Float32Array | undefined {
  const values = store.valuesOf(site, layer, position);
  return values && cutToOwnKeys(values);
}

/** `values` are of one position. */
export function cutToOwnKeys(values: DecodedValues): Float32Array | undefined {
  const { site, shape, data, positions } = values;
  const stride = shape.at(-1) ?? 0;
  const keyCount = (positions[0] ?? 0) + 1;
  if (!isKeyedSite(site) || stride === keyCount) return data;
  if (stride < keyCount) return undefined;
  const before = known.get(values);
  if (before) return before;
  const own = new Float32Array((data.length / stride) * keyCount);
  for (let head = 0; head * stride < data.length; head += 1) {
    own.set(data.subarray(head * stride, head * stride + keyCount), head * keyCount);
  }
  known.set(values, own);
  return own;
}

/** Whether a row has one value for each key up to its own position, head by head. */
export function isKeyedSite(site: Site): boolean {
  return site === 'attn.hook_pattern' || site === 'attn.hook_attn_scores';
}
