import { rowShape, type LayerSite } from '#contract/hook-site.ts';
import type { Intervention } from '#contract/interventions.ts';
import type { ModelShape } from '#contract/model-shape.ts';

export type SiteIntervention = Exclude<Intervention, { op: 'stop' }>;

/** What happens to each selected component, in f32. */
export type Effect =
  | { readonly kind: 'scale'; readonly factor: number }
  /** The nth selected component takes element n mod length. */
  | { readonly kind: 'add' | 'set'; readonly values: Float32Array }
  /** A whole row in `rowShape`'s layout; each selected component takes its own element. */
  | { readonly kind: 'replace'; readonly row: Float32Array };

/** One intervention at one layer, checked and resolved to indices. */
export interface Change {
  /** Equal for two changes that do the same at the same site and layer. */
  readonly key: string;
  /** Positions (query positions on scores and patterns) it covers, both ends included. */
  readonly firstPosition: number;
  readonly lastPosition: number;
  /** Narrows the range when present. */
  readonly onlyPositions: ReadonlySet<number> | undefined;
  /** Heads firstHead … lastHead − 1; rows without heads count as one. */
  readonly firstHead: number;
  readonly lastHead: number;
  /** Components of one head's part of the row; 0 where it is the number of keys. */
  readonly partLength: number;
  /** The one component of each part that is selected, or −1 for all. */
  readonly component: number;
  readonly effect: Effect;
}

/** Where `mean` and `patch` take their rows, in `rowShape`'s layout. Rows are copied. */
export interface ValueSources {
  meanRow(site: LayerSite, layer: number): Float32Array;
  patchRow(run: number, site: LayerSite, layer: number, position: number): Float32Array;
}

export interface ChangeContext {
  readonly shape: ModelShape;
  readonly layer: number;
  readonly sources: ValueSources;
  /** Place in the list, for the message of an error. */
  readonly index: number;
  /** The entry without its layer, as text. */
  readonly key: string;
}

/** Scores and patterns: rows of [head, key] whose length grows with the position. */
export function isAttentionMap(site: LayerSite): boolean {
  return site === 'attn.hook_attn_scores' || site === 'attn.hook_pattern';
}

/** @throws RangeError naming the entry and what does not fit the site or the model */
export function resolveChange(entry: SiteIntervention, context: ChangeContext): Change {
  const refuse = (reason: string): RangeError =>
    new RangeError(
      `Intervention ${String(context.index)} (${entry.op} at ${entry.site}, layer ${String(context.layer)}): ${reason}.`,
    );
  const selection = isAttentionMap(entry.site)
    ? selectOnMap(entry, context.shape, refuse)
    : selectOnRow(entry, context.shape, refuse);
  const effect = resolveEffect(entry, selection, context, refuse);
  return { key: context.key, ...selection, effect };
}

type Selection = Omit<Change, 'key' | 'effect'>;
type Refuse = (reason: string) => RangeError;

function selectOnMap(entry: SiteIntervention, shape: ModelShape, refuse: Refuse): Selection {
  if (entry.positions !== undefined) throw refuse('scores and patterns take query, not positions');
  if (entry.neuron !== undefined) throw refuse('scores and patterns have no neurons');
  const query = entry.query ?? { from: 0 };
  const [first, last] = typeof query === 'number' ? [query, query] : [query.from, Infinity];
  return {
    // A key is only there from its own position on: the rows before are not touched.
    firstPosition: Math.max(first, entry.key ?? 0),
    lastPosition: last,
    onlyPositions: undefined,
    ...selectHeads(entry, shape.headCount, refuse),
    partLength: 0,
    component: entry.key ?? -1,
  };
}

function selectOnRow(entry: SiteIntervention, shape: ModelShape, refuse: Refuse): Selection {
  if (entry.query !== undefined || entry.key !== undefined) {
    throw refuse('query and key select on scores and patterns only');
  }
  const dimensions = rowShape(entry.site, shape, 0);
  const partLength = dimensions.at(-1) ?? 1;
  const headCount = dimensions.length === 2 ? dimensions[0] : undefined;
  const neuron = typeof entry.neuron === 'number' ? entry.neuron : -1;
  if (entry.neuron !== undefined && headCount !== undefined) {
    throw refuse('this site has heads, not neurons');
  }
  if (neuron >= partLength) throw refuse(`there is no neuron ${String(neuron)}`);
  return {
    firstPosition: entry.positions?.reduce((a, b) => Math.min(a, b)) ?? 0,
    lastPosition: entry.positions?.reduce((a, b) => Math.max(a, b)) ?? Infinity,
    onlyPositions: entry.positions && new Set(entry.positions),
    ...selectHeads(entry, headCount, refuse),
    partLength,
    component: neuron,
  };
}

function selectHeads(
  entry: SiteIntervention,
  headCount: number | undefined,
  refuse: Refuse,
): { firstHead: number; lastHead: number } {
  if (headCount === undefined && entry.head !== undefined) throw refuse('this site has no heads');
  if (entry.head === undefined || entry.head === 'all') {
    return { firstHead: 0, lastHead: headCount ?? 1 };
  }
  if (entry.head >= (headCount ?? 1)) {
    throw refuse(`there is no head ${String(entry.head)}, only ${String(headCount)}`);
  }
  return { firstHead: entry.head, lastHead: entry.head + 1 };
}

function resolveEffect(
  entry: SiteIntervention,
  selection: Selection,
  context: ChangeContext,
  refuse: Refuse,
): Effect {
  const { sources, layer } = context;
  const onMap = isAttentionMap(entry.site);
  switch (entry.op) {
    case 'scale':
      return { kind: 'scale', factor: entry.value };
    case 'add':
      return { kind: 'add', values: fittingVector(entry.vector, selection, refuse) };
    case 'set':
      if ((entry.value === undefined) === (entry.vector === undefined)) {
        throw refuse('set takes either a value or a vector');
      }
      return {
        kind: 'set',
        values: entry.vector
          ? fittingVector(entry.vector, selection, refuse)
          : Float32Array.of(entry.value ?? 0),
      };
    case 'knock-out':
      return { kind: 'set', values: Float32Array.of(-Infinity) };
    case 'mean':
      if (onMap) throw refuse('rows of different lengths have no mean');
      return { kind: 'replace', row: sources.meanRow(entry.site, layer) };
    case 'patch':
      if (onMap && entry.query !== entry.position) {
        throw refuse('a row of scores or a pattern can only replace the row of the same query');
      }
      return {
        kind: 'replace',
        row: sources.patchRow(entry.run, entry.site, layer, entry.position),
      };
  }
}

/** A vector fits all selected components, those of one head (then repeated), or is a single number. */
function fittingVector(
  vector: readonly number[],
  selection: Selection,
  refuse: Refuse,
): Float32Array {
  const { partLength, component, firstPosition, lastPosition } = selection;
  const headCount = selection.lastHead - selection.firstHead;
  const isMap = partLength === 0;
  const keyCount = firstPosition === lastPosition ? firstPosition + 1 : NaN;
  const part = component >= 0 ? 1 : isMap ? keyCount : partLength;
  if (vector.length !== 1 && vector.length !== part && vector.length !== part * headCount) {
    throw refuse(
      `the vector has ${String(vector.length)} elements, the selection ${Number.isNaN(part) ? 'a different number at each query' : String(part * headCount)}`,
    );
  }
  return Float32Array.from(vector);
}
