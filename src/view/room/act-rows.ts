import type { TargetAct } from '#view/target-acts.ts';
import { button, intent, row, words } from './room-board.ts';
import type { BoardBlock } from './room-board.ts';

/** What can be done with a thing, a button each, and once why what cannot be done cannot. */
export function actRows(acts: readonly TargetAct[]): readonly BoardBlock[] {
  const refusals = new Set(acts.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal])));
  return [
    ...acts.map(({ key, label, refusal, intent: wish }) =>
      row(button(`act-${key}`, label, refusal === undefined ? intent(wish) : undefined)),
    ),
    ...[...refusals].map((refusal) => words(`Not now: ${refusal}.`, 'fine')),
  ];
}
