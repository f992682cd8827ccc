import type { DecodedOverview } from '#contract/decoded-message.ts';
import { noKey } from '#contract/overview.ts';
import { headRoles, type HeadRole } from '#contract/view-choice.ts';
import type { StoreState } from '#store/read.ts';
import { focusPosition, litLayerAt } from './focus-position.ts';
import { leastRoleShare } from './head-roles.ts';
import { sinksOfRun } from '#store/read/sink-position.ts';

/** A head that does at one token of this run what a role is about. DERIVED from the keys an overview keeps. */
export interface ActingHead {
  readonly layer: number;
  readonly head: number;
  readonly role: HeadRole;
  /** Its weight on what the role is about, 0 … 1, within 2.3 %. */
  readonly weight: number;
  /** The token it reads most of that; undefined for sinks. */
  readonly key: number | undefined;
}

/** Which positions a role is about at a token; sinks are none of them, whatever they repeat. */
type RoleKeys = Readonly<Record<Exclude<HeadRole, 'sink'>, ReadonlySet<number>>>;

/**
 * Heads that act at a token, the one looked at unless told, on lit layers, the strongest first: a
 * previous-token head reads the token before, a duplicate-token head earlier occurrences of the
 * token, an induction head what came right after those, each with at least `leastRoleShare`.
 */
export function actingHeads(
  state: StoreState,
  position = focusPosition(state),
): readonly ActingHead[] {
  const overview = position === undefined ? undefined : state.overviews[position];
  if (position === undefined || !overview || !state.hello) return [];
  const { headCount } = state.hello.model;
  const keys = roleKeys(state, position);
  const found: ActingHead[] = [];
  for (let layer = 0; layer <= litLayerAt(state, position); layer += 1) {
    for (let head = 0; head < headCount; head += 1) {
      found.push(...rolesActed(state, { overview, keys, layer, head }));
    }
  }
  return found.sort((a, b) => b.weight - a.weight);
}

interface HeadPlace {
  readonly overview: DecodedOverview;
  readonly keys: RoleKeys;
  readonly layer: number;
  readonly head: number;
}

function rolesActed(state: StoreState, at: HeadPlace): readonly ActingHead[] {
  const { layer, head } = at;
  return headRoles.flatMap((role) => {
    const { weight, key } =
      role === 'sink' ? sinkReading(state, at) : keyReading(state, at, at.keys[role]);
    return weight >= leastRoleShare[role] ? [{ layer, head, role, weight, key }] : [];
  });
}

function roleKeys(state: StoreState, position: number): RoleKeys {
  const { tokens } = state;
  const sinks = sinksOfRun(state);
  const id = tokens[position]?.id;
  const earlier = tokens.slice(0, position).filter((token) => token.id === id);
  const ordinary = (keys: readonly number[]): ReadonlySet<number> =>
    new Set(keys.filter((key) => key >= 0 && key < position && !sinks.has(key)));
  return {
    'previous-token': ordinary([position - 1]),
    duplicate: ordinary(earlier.map((token) => token.position)),
    induction: ordinary(earlier.map((token) => token.position + 1)),
  };
}

interface RoleReading {
  readonly weight: number;
  readonly key: number | undefined;
}

function keyReading(
  state: StoreState,
  { overview, layer, head }: HeadPlace,
  keys: ReadonlySet<number>,
): RoleReading {
  const { topK = 0 } = state.hello?.display ?? {};
  const first = (layer * (state.hello?.model.headCount ?? 0) + head) * topK;
  let weight = 0;
  let strongest: number | undefined;
  for (let place = first; place < first + topK && keys.size > 0; place += 1) {
    const key = overview.attentionKey[place] ?? noKey;
    if (key === noKey || !keys.has(key)) continue;
    // Keys come strongest first.
    strongest ??= key;
    weight += overview.attentionWeight[place] ?? 0;
  }
  return { weight, key: strongest };
}

function sinkReading(state: StoreState, at: HeadPlace): RoleReading {
  const row = at.layer * (state.hello?.model.headCount ?? 0) + at.head;
  const onSinks = keyReading(state, at, sinksOfRun(state)).weight;
  return { weight: (at.overview.attentionSink[row] ?? 0) + onSinks, key: undefined };
}
