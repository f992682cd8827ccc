import type { StoreState } from '#store/read.ts';
import { changeRefusal } from '#store/read/change-refusal.ts';
import { changeRows } from '#view/change-list.ts';
import type { ChangeRow } from '#view/change-list.ts';
import { resultHeadline } from '#view/change-result.ts';
import { ablationWords, lightWords, runWords, scopeWords } from '#view/setting-words.ts';
import { button, choices, intent, row, words } from './room-board.ts';
import type { BoardAct, BoardBlock } from './room-board.ts';
import { turnedList } from './turned-list.ts';
import type { WristWorld } from './wrist-world.ts';

const rowsShown = 3;

/** Everything that was done to the model, in the order it acts, and both runs to look at. */
export function changePage({ store, place }: WristWorld): readonly BoardBlock[] {
  const { state } = store;
  const rows = changeRows(state);
  const headline = resultHeadline(state);
  const { shown, turner } = turnedList(rows, place, rowsShown);
  return [
    ...(headline === undefined ? [] : [words(headline)]),
    ...(rows.length > 0 ? [] : [words(emptyWords(state), 'fine')]),
    ...shown.flatMap(changeBlocks),
    ...turner,
    row(
      button('undo', 'Undo', ready(state.canUndoChange, { kind: 'undo-change' })),
      button('redo', 'Redo', ready(state.canRedoChange, { kind: 'redo-change' })),
      button('clear', 'Clear all', ready(rows.length > 0, { kind: 'clear-changes' })),
    ),
    ...runRows(state),
    ...nextRows(state),
  ];
}

function ready(isReady: boolean, wish: Parameters<typeof intent>[0]): BoardAct | undefined {
  return isReady ? intent(wish) : undefined;
}

function emptyWords(state: StoreState): string {
  const refusal = changeRefusal(state);
  const why = refusal === undefined ? '' : ` Now ${refusal}.`;
  return `Nothing is changed. Pull a floor out, cut the towers, tear out a beam: the model runs again without it.${why}`;
}

function changeBlocks({ id, sentence, isOn, scope, by, notes }: ChangeRow): readonly BoardBlock[] {
  const key = `change-${String(id)}`;
  const how =
    scope !== undefined
      ? button(
          `${key}-how`,
          scopeWords[scope],
          intent({
            kind: 'set-change-scope',
            change: id,
            scope: scope === 'later' ? 'this' : 'later',
          }),
          { share: 1.6 },
        )
      : by !== undefined
        ? button(
            `${key}-how`,
            ablationWords[by],
            intent({ kind: 'set-layer-ablation', change: id, by: by === 'zero' ? 'mean' : 'zero' }),
            { share: 1.6 },
          )
        : undefined;
  return [
    words(sentence),
    ...notes.map((note) => words(note, 'fine')),
    row(
      button(
        `${key}-on`,
        isOn ? 'On' : 'Off',
        intent({ kind: 'set-change-on', change: id, on: !isOn }),
        {
          isOn,
        },
      ),
      ...(how ? [how] : []),
      button(`${key}-remove`, 'Remove', intent({ kind: 'remove-change', change: id })),
    ),
  ];
}

function runRows({ branch, beside, settings }: StoreState): readonly BoardBlock[] {
  if (beside === undefined) return [];
  return [
    choices(
      'run',
      [
        ['original', runWords.original],
        ['changed', runWords.changed],
      ] as const,
      {
        chosen: branch === 0 ? 'original' : 'changed',
        act: (run) => intent({ kind: 'show-run', run }),
      },
    ),
    choices(
      'light',
      [
        ['activations', lightWords.activations],
        ['difference', lightWords.difference],
      ] as const,
      { chosen: settings.light, act: (light) => intent({ kind: 'set-light', light }) },
    ),
  ];
}

/** What the next change of each kind means. */
function nextRows({ settings }: StoreState): readonly BoardBlock[] {
  const { tearScope, ablation } = settings;
  return [
    words('What is pulled next', 'fine'),
    row(
      button(
        'next-scope',
        tearScope === 'this' ? 'Beam: this word' : 'Beam: later words too',
        intent({ kind: 'set-tear-scope', scope: tearScope === 'this' ? 'later' : 'this' }),
      ),
      button(
        'next-ablation',
        ablation === 'zero' ? 'Layer: × 0' : 'Layer: its mean',
        intent({ kind: 'set-ablation', by: ablation === 'zero' ? 'mean' : 'zero' }),
      ),
    ),
  ];
}
