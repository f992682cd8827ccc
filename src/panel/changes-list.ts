import { wantedChanges } from '#store/read/change-state.ts';
import { changeRows } from '#view/change-list.ts';
import { changesWords } from '#view/outline-changes.ts';
import { changeItem, type ChangeItem } from './change-item.ts';
import { button } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** What was changed, in the order it acts, each with its controls; the way back and forth. */
export function changesList(world: PanelWorld): Crumb {
  const words = element('p', { testid: 'changes-words' });
  const list = element('ol', { class: 'changes', testid: 'changes-list' });
  const items = new Map<number, ChangeItem>();
  const history = historyButtons(world);
  return {
    element: element(
      'section',
      { class: 'stack' },
      element('h3', { text: 'What is changed' }),
      words,
      list,
      history.element,
    ),
    update: (state) => {
      setText(words, changesWords(state));
      const rows = changeRows(state);
      setHidden(list, rows.length === 0);
      const shown = rows.map((row, place) => {
        const item = items.get(row.id) ?? changeItem(row.id, world);
        items.set(row.id, item);
        item.show(row, { place, count: rows.length });
        return item.element;
      });
      const isSame =
        shown.length === list.children.length &&
        shown.every((each, at) => list.children[at] === each);
      if (!isSame) putInOrder(list, shown);
      for (const id of items.keys()) {
        if (!rows.some((row) => row.id === id)) items.delete(id);
      }
      history.update(state);
    },
  };
}

/** Whoever moves a change by keyboard stays on its button. */
function putInOrder(list: HTMLElement, items: readonly HTMLElement[]): void {
  const { activeElement } = document;
  list.replaceChildren(...items);
  if (activeElement instanceof HTMLElement && list.contains(activeElement)) activeElement.focus();
}

function historyButtons({ dispatch }: PanelWorld): Crumb {
  const undo = button({
    label: 'Undo',
    testid: 'undo-change',
    onPress: () => {
      dispatch({ kind: 'undo-change' });
    },
  });
  const redo = button({
    label: 'Do again',
    testid: 'redo-change',
    onPress: () => {
      dispatch({ kind: 'redo-change' });
    },
  });
  const clear = button({
    label: 'Clear all',
    testid: 'clear-changes',
    onPress: () => {
      dispatch({ kind: 'clear-changes' });
    },
  });
  return {
    element: element('div', { class: 'acts' }, undo, redo, clear),
    update: ({ canUndoChange, canRedoChange, changes, pendingChanges }) => {
      undo.disabled = !canUndoChange && pendingChanges === undefined;
      redo.disabled = !canRedoChange;
      clear.disabled = wantedChanges({ pendingChanges, changes }).length === 0;
    },
  };
}
