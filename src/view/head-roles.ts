import type { HeadScores } from '#contract/control-message.ts';
import type { HeadRole } from '#contract/view-choice.ts';
import type { StoreState } from '#store/read.ts';

/**
 * From which score on a head is called known for a role, and from which weight on it is said to act
 * as one: chosen so that a role is what the head mostly does where it can. Nearly every head rests on
 * sinks to some degree, so that takes more.
 */
export const leastRoleShare: Readonly<Record<HeadRole, number>> = {
  'previous-token': 0.3,
  duplicate: 0.3,
  induction: 0.3,
  sink: 0.5,
};

/** As in “known for induction”, “an induction head”. */
export const roleWords: Readonly<Record<HeadRole, string>> = {
  'previous-token': 'previous-token',
  duplicate: 'duplicate-token',
  induction: 'induction',
  sink: 'sink',
};

export interface KnownRole {
  readonly role: HeadRole;
  /** 0 … 1: mean weight where the thing exists (SPEC.md, ROLE2). */
  readonly score: number;
}

/** What heads do comes before where they rest while there is nothing to do. */
const doing: readonly HeadRole[] = ['previous-token', 'duplicate', 'induction'];

/** Everything a head is known for, strongest first, resting on sinks last. `index`: layer × heads + head. */
export function rolesByScores(scores: HeadScores | undefined, index: number): readonly KnownRole[] {
  const known = (role: HeadRole): readonly KnownRole[] => {
    const score = scores?.[role][index] ?? 0;
    return score >= leastRoleShare[role] ? [{ role, score }] : [];
  };
  const does = doing.flatMap(known).sort((a, b) => b.score - a.score);
  return [...does, ...known('sink')];
}

export function rolesOfHead(
  { hello }: Pick<StoreState, 'hello'>,
  layer: number,
  head: number,
): readonly KnownRole[] {
  const index = layer * (hello?.model.headCount ?? 0) + head;
  return rolesByScores(hello?.display.headScores, index);
}

/** What a head is best known for; undefined when its scores are all low, or not stored. */
export function roleOfHead(
  state: Pick<StoreState, 'hello'>,
  layer: number,
  head: number,
): KnownRole | undefined {
  return rolesOfHead(state, layer, head)[0];
}

const memo = new WeakMap<HeadScores, Map<HeadRole, ReadonlySet<number>>>();
const noHeads: ReadonlySet<number> = new Set();

/** Heads known for a role, as layer × headCount + head; none where no scores are stored. */
export function headsOfRole(state: Pick<StoreState, 'hello'>, role: HeadRole): ReadonlySet<number> {
  const scores = state.hello?.display.headScores;
  if (!scores) return noHeads;
  let byRole = memo.get(scores);
  if (!byRole) {
    byRole = new Map();
    memo.set(scores, byRole);
  }
  let heads = byRole.get(role);
  if (!heads) {
    const least = leastRoleShare[role];
    heads = new Set(scores[role].flatMap((score, index) => (score >= least ? [index] : [])));
    byRole.set(role, heads);
  }
  return heads;
}

/** "Known for induction 0.93: mean weights, measured over stated texts." */
export function knownForWords(
  state: Pick<StoreState, 'hello'>,
  layer: number,
  head: number,
): string {
  if (!state.hello?.display.headScores) return 'What it is known for is not stored for this model.';
  const roles = rolesOfHead(state, layer, head);
  if (roles.length === 0) return 'It is known for none of the roles that heads are scored for.';
  const said = roles.map(({ role, score }) => `${roleWords[role]} ${score.toFixed(2)}`);
  return `Known for ${said.join(', ')}: mean weights, measured over stated texts.`;
}

/** Linear light of the line at the foot of a head's bay; told apart by colour-blind people too. */
export const roleColours: Readonly<Record<HeadRole, readonly [number, number, number]>> = {
  'previous-token': [0.0, 0.62, 0.42],
  duplicate: [0.9, 0.78, 0.1],
  induction: [0.78, 0.2, 0.52],
  sink: [0.3, 0.33, 0.38],
};
