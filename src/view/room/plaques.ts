import type { Target } from '#contract/intent.ts';
import type { HeldGrip } from '#contract/preview.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { changeResult, resultIsTest } from '#view/change-result.ts';
import type { ChangeResult, ResultRow } from '#view/change-result.ts';
import { chosenModel } from '#view/chosen-model.ts';
import { describeTarget } from '#view/describe-target.ts';
import { targetName } from '#view/target-name.ts';
import { targetActs } from '#view/target-acts.ts';
import { verbOutcome } from '#view/verb-outcome.ts';
import { actRows } from './act-rows.ts';
import { button, intent, row, words } from './room-board.ts';
import type { BoardAnswers, BoardBlock } from './room-board.ts';

/** What is said of a thing; brief: without how the number was made, and where. */
export function targetBlocks(
  target: Target,
  store: ReadableStore,
  { isBrief = false }: { readonly isBrief?: boolean } = {},
): readonly BoardBlock[] {
  const model = chosenModel(target, store);
  if (!model)
    return [words('Nothing of this run is there.', 'fine'), words(targetName(target), 'name')];
  const { sentence, details, name, value, place, status, made } = model;
  return [
    words(sentence),
    ...(value === '' ? [] : [words(`${value}  ·  ${status}`, 'value')]),
    ...(isBrief || made === '' ? [] : [words(made, 'fine')]),
    ...(isBrief ? [] : details.map((each) => words(each, 'fine'))),
    words(isBrief ? name : `${name}  ·  ${place}`, 'name'),
  ];
}

/** What a thing that is pointed at is; nothing where nothing is known. */
export function hoverBlocks(target: Target, store: ReadableStore): readonly BoardBlock[] {
  return describeTarget(target, store) ? targetBlocks(target, store) : [];
}

/** What letting go would do now, beside what is held. */
export function heldBlocks(held: HeldGrip, state: StoreState): readonly BoardBlock[] {
  const { words: outcome, next, effect } = verbOutcome(held, state);
  const isChange = effect === 'change' || effect === 'back';
  return [
    words(outcome, isChange ? 'alert' : 'body'),
    ...(next === '' ? [] : [words(next, 'fine')]),
  ];
}

/** What stays in view, with its numbers and all that can be done with it. */
export function pinnedBlocks(store: ReadableStore): readonly BoardBlock[] {
  const { pinned } = store.state;
  if (!pinned) return [];
  return [
    ...targetBlocks(pinned, store),
    ...actRows(targetActs(pinned, store.state)),
    row(button('unpin', 'Let it go', intent({ kind: 'pin', target: null }))),
  ];
}

/** Both runs' answers side by side; empty while there are not two to compare. */
export function resultBlocks(state: StoreState): readonly BoardBlock[] {
  const result = changeResult(state);
  if (!result) return [];
  return [
    words(result.sentence),
    { kind: 'answers', columns: columnsOf(result) },
    ...[...result.figures, result.fork]
      .filter((text) => text !== '')
      .map((text) => words(text, 'fine')),
    words(resultIsTest, 'fine'),
    row(
      button('undo', 'Undo', state.canUndoChange ? intent({ kind: 'undo-change' }) : undefined),
      button(
        'show-run',
        state.branch === 0 ? 'Show the changed run' : 'Show the original',
        intent({ kind: 'show-run', run: state.branch === 0 ? 'changed' : 'original' }),
        { share: 1.6 },
      ),
      button('put-away', 'Put away', { kind: 'close' }),
    ),
  ];
}

function columnsOf({ before, after }: ChangeResult): readonly BoardAnswers[] {
  const column = (title: string, rows: readonly ResultRow[], isNoted: boolean): BoardAnswers => ({
    title,
    rows: rows.map(({ words: text, share, probability, change }) => ({
      words: text,
      share,
      value: isNoted ? `${probability}  ${change.replace(' points', '')}` : probability,
    })),
  });
  return [column('Before', before, false), column('After, and points gained', after, true)];
}
