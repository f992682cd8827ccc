import type { Intervention } from './interventions.ts';

/** What a torn beam means for queries after the one it was torn from. */
export type TearScope = 'this' | 'later';
/** How a layer is taken away: its two outputs × 0, or their means over the calibration text. */
export type Ablation = 'zero' | 'mean';

/** One thing a person did to the model. */
export type Change =
  /** A layer pulled free: nothing of its own is added to the residual stream. */
  | { readonly kind: 'layer'; readonly layer: number; readonly by: Ablation }
  /** Sliced: what is read after that layer becomes the output. */
  | { readonly kind: 'stop'; readonly layer: number }
  /** A beam torn out: that head's score from this key to this query is −∞. */
  | {
      readonly kind: 'beam';
      readonly layer: number;
      readonly head: number;
      readonly query: number;
      readonly key: number;
      readonly scope: TearScope;
    }
  /** One head of one token switched off: its z × 0. */
  | {
      readonly kind: 'head';
      readonly layer: number;
      readonly head: number;
      readonly position: number;
    };

/** A change in the list of those made, which can be switched off and on again. */
export interface ChangeEntry {
  readonly id: number;
  readonly change: Change;
  readonly isOn: boolean;
}

/** Whether two changes are about the same thing, however each goes about it. */
export function isSameThing(one: Change, other: Change): boolean {
  if (one.kind !== other.kind || one.layer !== other.layer) return false;
  if (one.kind === 'beam' && other.kind === 'beam') {
    return one.head === other.head && one.query === other.query && one.key === other.key;
  }
  if (one.kind === 'head' && other.kind === 'head') {
    return one.head === other.head && one.position === other.position;
  }
  return true;
}

export interface ChangeOptions {
  /** Positions a change of a whole layer leaves out (the sinks), and how many there are in all. */
  readonly sparing?: { readonly positions: readonly number[]; readonly positionCount: number };
}

/** The list a producer is sent for changes, in their order (SPEC.md, IV). */
export function interventionsOf(
  changes: readonly Change[],
  options: ChangeOptions = {},
): Intervention[] {
  return changes.flatMap((change) => interventionsOfOne(change, options));
}

/** The interventions of the entries that are on. */
export function interventionsOfEntries(entries: readonly ChangeEntry[]): Intervention[] {
  return interventionsOf(entries.filter(({ isOn }) => isOn).map(({ change }) => change));
}

function interventionsOfOne(change: Change, { sparing }: ChangeOptions): Intervention[] {
  const { layer } = change;
  switch (change.kind) {
    case 'layer': {
      const positions = sparing && positionsWithout(sparing);
      if (positions?.length === 0) return [];
      return (['hook_attn_out', 'hook_mlp_out'] as const).map((site) => {
        const where = { site, layer, ...(positions && { positions }) };
        return change.by === 'mean'
          ? { ...where, op: 'mean' }
          : { ...where, op: 'scale', value: 0 };
      });
    }
    case 'stop':
      return [{ layer, op: 'stop' }];
    case 'beam': {
      const { head, query, key, scope } = change;
      const rows = scope === 'this' ? query : { from: query };
      return [{ site: 'attn.hook_attn_scores', layer, head, query: rows, key, op: 'knock-out' }];
    }
    case 'head': {
      const { head, position } = change;
      return [{ site: 'attn.hook_z', layer, head, positions: [position], op: 'scale', value: 0 }];
    }
  }
}

function positionsWithout(sparing: NonNullable<ChangeOptions['sparing']>): number[] {
  const all = Array.from({ length: sparing.positionCount }, (_, position) => position);
  return all.filter((position) => !sparing.positions.includes(position));
}
