import type { ReadableStore } from '#store/read.ts';

/** One head's exact weights over the keys 0 … position, or undefined when they are not here. */
export function exactPatternRow(
  store: ReadableStore,
  at: { readonly layer: number; readonly head: number; readonly position: number },
): Float32Array | undefined {
  const values = store.valuesOf('attn.hook_pattern', at.layer, at.position);
  const keyCount = values?.shape.at(-1);
  if (!values || keyCount === undefined) return undefined;
  return values.data.subarray(at.head * keyCount, (at.head + 1) * keyCount);
}
