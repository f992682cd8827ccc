import type { HeadScores } from '#contract/control-message.ts';
import { headRoles } from '#contract/view-choice.ts';
import type { HeadRole } from '#contract/view-choice.ts';

/** A head that scores less is known for nothing. */
export const leastRoleScore = 0.4;

export interface KnownRole {
  readonly role: HeadRole;
  /** 0 … 1, measured over the stated text. */
  readonly score: number;
}

/**
 * What a head is known for: the role it scores highest in. Most heads rest on a sink whenever they
 * have nothing to do, so that role counts only for a head without another. `index`: layer × heads +
 * head.
 */
export function roleOfHead(scores: HeadScores | undefined, index: number): KnownRole | undefined {
  let known: KnownRole | undefined;
  for (const role of headRoles) {
    const score = scores?.[role][index] ?? 0;
    const isBetter = role === 'sink' ? !known : score > (known?.score ?? 0);
    if (score >= leastRoleScore && isBetter) known = { role, score };
  }
  return known;
}

/** Linear light of the line at the foot of a head's bay; told apart by colour-blind people too. */
export const roleColours: Readonly<Record<HeadRole, readonly [number, number, number]>> = {
  'previous-token': [0.0, 0.62, 0.42],
  duplicate: [0.9, 0.78, 0.1],
  induction: [0.78, 0.2, 0.52],
  sink: [0.3, 0.33, 0.38],
};
