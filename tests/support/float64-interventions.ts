import type { LayerSite } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape } from '#contract/model-shape.ts';

export type SiteIntervention = Exclude<Intervention, { op: 'stop' }>;

/** Where `mean` and `patch` get their values: rows in `rowShape`'s layout. */
export interface Float64Sources {
  readonly meanRow?: (site: LayerSite, layer: number) => Float64Array;
  readonly patchRow?: (
    run: number,
    site: LayerSite,
    layer: number,
    position: number,
  ) => Float64Array;
}

export interface TouchedRow {
  readonly site: LayerSite;
  readonly layer: number;
  readonly position: number;
  /** One position's values at the site, changed in place; scores and patterns [head, key] over keys 0 … position. */
  readonly row: Float64Array;
}

/** Applies, in listed order, every entry that names this site, layer and position. */
export function touchRow(
  list: readonly Intervention[],
  at: TouchedRow,
  shape: ModelShape,
  sources: Float64Sources,
): void {
  for (const entry of list) {
    if (entry.op === 'stop' || entry.site !== at.site) continue;
    if (coversLayer(entry.layer, at.layer) && coversPosition(entry, at.position)) {
      applyEntry(entry, at, selectedComponents(entry, at, shape), sources);
    }
  }
}

function coversLayer(layers: SiteIntervention['layer'], layer: number): boolean {
  if (layers === 'all') return true;
  return typeof layers === 'number' ? layers === layer : layers.includes(layer);
}

function coversPosition(entry: SiteIntervention, position: number): boolean {
  if (isAttentionMap(entry.site)) {
    const query = entry.query ?? { from: 0 };
    return typeof query === 'number' ? position === query : position >= query.from;
  }
  return entry.positions?.includes(position) ?? true;
}

function isAttentionMap(site: LayerSite): boolean {
  return site === 'attn.hook_attn_scores' || site === 'attn.hook_pattern';
}

/** Indexes into the row that the entry's head, neuron and key leave over. */
function selectedComponents(entry: SiteIntervention, at: TouchedRow, shape: ModelShape): number[] {
  const every = Array.from(at.row, (_, index) => index);
  const onMap = isAttentionMap(at.site);
  const headLength = onMap ? at.position + 1 : shape.headWidth;
  return every.filter((index) => {
    if (typeof entry.head === 'number' && Math.floor(index / headLength) !== entry.head)
      return false;
    if (onMap && entry.key !== undefined) return index % headLength === entry.key;
    return typeof entry.neuron !== 'number' || index === entry.neuron;
  });
}

function applyEntry(
  entry: SiteIntervention,
  at: TouchedRow,
  components: readonly number[],
  sources: Float64Sources,
): void {
  const { row } = at;
  const replacement = replacementRow(entry, at, sources);
  components.forEach((component, nth) => {
    const before = row[component] ?? NaN;
    switch (entry.op) {
      case 'scale':
        // A masked score stays masked.
        row[component] = before === -Infinity ? before : before * entry.value;
        break;
      case 'add':
        row[component] = before + (entry.vector[nth % entry.vector.length] ?? NaN);
        break;
      case 'set':
        row[component] = entry.vector?.[nth % entry.vector.length] ?? entry.value ?? NaN;
        break;
      case 'knock-out':
        row[component] = -Infinity;
        break;
      case 'mean':
      case 'patch':
        row[component] = replacement?.[component] ?? NaN;
    }
  });
}

function replacementRow(
  entry: SiteIntervention,
  at: TouchedRow,
  sources: Float64Sources,
): Float64Array | undefined {
  if (entry.op === 'mean') return sources.meanRow?.(at.site, at.layer);
  if (entry.op === 'patch') return sources.patchRow?.(entry.run, at.site, at.layer, entry.position);
  return undefined;
}
