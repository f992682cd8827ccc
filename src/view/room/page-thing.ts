import { chosenTarget, targetActs } from '#view/target-acts.ts';
import { actRows } from './act-rows.ts';
import { targetBlocks } from './plaques.ts';
import { button, intent, row, words } from './room-board.ts';
import type { BoardBlock } from './room-board.ts';
import type { WristWorld } from './wrist-world.ts';

/** The thing that is kept in view, gone into or selected, and all a drag could do with it. */
export function thingPage({ store, focus }: WristWorld): readonly BoardBlock[] {
  const { state } = store;
  const target = chosenTarget(state, focus);
  if (!target) {
    return [words('Point at something and press: its token is chosen, and stands here.', 'fine')];
  }
  const isPinned = state.pinned !== null;
  return [
    ...targetBlocks(target, store, { isBrief: true }),
    ...actRows(targetActs(target, state)),
    row(
      isPinned
        ? button('unpin', 'Let it go', intent({ kind: 'pin', target: null }))
        : button('pin', 'Keep its numbers in view', intent({ kind: 'pin', target })),
    ),
  ];
}
