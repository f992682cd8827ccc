import type { Site } from '#contract/hook-site.ts';
import type { ReadableStore } from '#store/read.ts';

/** A position's exact row as `rowShape` counts it; undefined when it is not here. */
export function ownRow(
  store: ReadableStore,
  site: Site,
  layer: number,
  position: number,
): Float32Array | undefined {
  return store.valuesOf(site, layer, position)?.data;
}

/** Whether a row has one value for each key up to its own position, head by head. */
export function isKeyedSite(site: Site): boolean {
  return site === 'attn.hook_pattern' || site === 'attn.hook_attn_scores';
}
