import type { LayerSite } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape } from '#contract/model-shape.ts';
import { resolveChange, type Change, type SiteIntervention, type ValueSources } from './change.ts';

/**
 * What happens at each site of one layer, in listed order. `hook_resid_pre` stands for the layer
 * above: it is the same value as this layer's `hook_resid_post`, and changing it belongs to the
 * layer that wrote it.
 */
export type LayerChanges = ReadonlyMap<LayerSite, readonly Change[]>;

/** A list of interventions, checked and sorted by where it acts. */
export interface InterventionPlan {
  /** Layers that run: all, or up to and including the one a `stop` names. */
  readonly depth: number;
  /** Changes of layer 0's `hook_resid_pre`. */
  readonly embeddingChanges: readonly Change[];
  /** Indexed by layer; undefined where nothing happens. */
  readonly layers: readonly (LayerChanges | undefined)[];
}

export interface PlanContext {
  readonly shape: ModelShape;
  readonly sources: ValueSources;
  /** Entries it shares with the list keep their resolved values, even of runs that are gone. */
  readonly previous: InterventionPlan | undefined;
}

/** @throws RangeError naming the entry that does not fit the model */
export function planInterventions(
  list: readonly Intervention[],
  { shape, sources, previous }: PlanContext,
): InterventionPlan {
  const depth = depthOf(list, shape.layerCount);
  const embeddingChanges: Change[] = [];
  const layers = Array.from(
    { length: shape.layerCount },
    (): Map<LayerSite, Change[]> | undefined => undefined,
  );
  const known = new KnownChanges(previous);
  list.forEach((entry, index) => {
    if (entry.op === 'stop') return;
    const key = JSON.stringify({ ...entry, layer: undefined });
    for (const layer of layersOf(entry, index, shape.layerCount)) {
      if (layer >= depth) continue;
      const writer = entry.site === 'hook_resid_pre' ? layer - 1 : layer;
      const change =
        known.find(entry.site, writer, key) ??
        resolveChange(entry, { shape, layer, sources, index, key });
      if (writer < 0) {
        embeddingChanges.push(change);
        continue;
      }
      const sites = (layers[writer] ??= new Map<LayerSite, Change[]>());
      const changes = sites.get(entry.site);
      if (changes) changes.push(change);
      else sites.set(entry.site, [change]);
    }
  });
  return { depth, embeddingChanges, layers };
}

/** The changes of an earlier plan, by what they do. */
class KnownChanges {
  private readonly plan: InterventionPlan | undefined;
  private readonly byKey = new Map<readonly Change[], ReadonlyMap<string, Change>>();

  constructor(plan: InterventionPlan | undefined) {
    this.plan = plan;
  }

  /** @param writer - index into the plan's layers, −1 for the embedding */
  find(site: LayerSite, writer: number, key: string): Change | undefined {
    const changes = writer < 0 ? this.plan?.embeddingChanges : this.plan?.layers[writer]?.get(site);
    if (!changes) return undefined;
    const byKey = this.byKey.get(changes) ?? new Map(changes.map((change) => [change.key, change]));
    this.byKey.set(changes, byKey);
    return byKey.get(key);
  }
}

function depthOf(list: readonly Intervention[], layerCount: number): number {
  let depth = layerCount;
  list.forEach((entry, index) => {
    if (entry.op !== 'stop') return;
    checkLayer(entry.layer, index, layerCount);
    depth = Math.min(depth, entry.layer + 1);
  });
  return depth;
}

function layersOf(entry: SiteIntervention, index: number, layerCount: number): readonly number[] {
  if (entry.layer === 'all') return Array.from({ length: layerCount }, (_, layer) => layer);
  const layers = typeof entry.layer === 'number' ? [entry.layer] : [...new Set(entry.layer)];
  for (const layer of layers) checkLayer(layer, index, layerCount);
  return layers;
}

function checkLayer(layer: number, index: number, layerCount: number): void {
  if (layer < layerCount) return;
  throw new RangeError(
    `Intervention ${String(index)}: there is no layer ${String(layer)}, only 0 to ${String(layerCount - 1)}.`,
  );
}

/** The first layer and the first position at which two plans may give different values. */
export interface FirstTouched {
  readonly layer: number;
  readonly position: number;
}

/**
 * Compares what happens in the layers both plans run.
 * @returns undefined when nothing differs
 */
export function firstTouched(a: InterventionPlan, b: InterventionPlan): FirstTouched | undefined {
  let layer = Infinity;
  let position = Infinity;
  const compare = (before: readonly Change[], after: readonly Change[], at: number): void => {
    const first = firstDifference(before, after);
    if (first === Infinity) return;
    layer = Math.min(layer, at);
    position = Math.min(position, first);
  };
  compare(a.embeddingChanges, b.embeddingChanges, 0);
  for (let at = 0; at < Math.min(a.depth, b.depth); at += 1) {
    const before = a.layers[at];
    const after = b.layers[at];
    for (const site of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
      compare(before?.get(site) ?? [], after?.get(site) ?? [], at);
    }
  }
  return layer === Infinity ? undefined : { layer, position };
}

/** First position that a change covers from where the two lists stop being equal; Infinity for equal lists. */
function firstDifference(before: readonly Change[], after: readonly Change[]): number {
  let equal = 0;
  while (before[equal] && before[equal]?.key === after[equal]?.key) equal += 1;
  const rest = [...before.slice(equal), ...after.slice(equal)];
  return Math.min(...rest.map((change) => change.firstPosition));
}
