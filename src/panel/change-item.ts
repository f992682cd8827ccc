import type { ChangeRow } from '#view/change-list.ts';
import { ablationWords, scopeWords } from '#view/setting-words.ts';
import { button, checkbox, select, setOptions } from './controls.ts';
import { element, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

export interface ChangeItem {
  readonly element: HTMLElement;
  readonly show: (row: ChangeRow, at: { readonly place: number; readonly count: number }) => void;
}

/** One change: on or off, for which words or by what, earlier or later, and away. */
export function changeItem(id: number, { dispatch }: PanelWorld): ChangeItem {
  const isOn = checkbox({
    label: '',
    testid: `change-on-${String(id)}`,
    onChange: (on) => {
      dispatch({ kind: 'set-change-on', change: id, on });
    },
  });
  const words = isOn.element.querySelector('span');
  const name = element('code', { class: 'card-name' });
  const choice = choiceField(id, dispatch);
  const move = (places: -1 | 1): HTMLButtonElement =>
    button({
      label: places < 0 ? 'Let it act earlier' : 'Let it act later',
      testid: `change-${places < 0 ? 'up' : 'down'}-${String(id)}`,
      icon: places < 0 ? 'up' : 'down',
      onPress: () => {
        dispatch({ kind: 'move-change', change: id, places });
      },
    });
  const [up, down] = [move(-1), move(1)];
  const remove = button({
    label: 'Take this change away',
    testid: `change-remove-${String(id)}`,
    icon: 'close',
    onPress: () => {
      dispatch({ kind: 'remove-change', change: id });
    },
  });
  const notes = element('ul', { class: 'change-notes' });
  return {
    element: element(
      'li',
      { testid: `change-${String(id)}` },
      isOn.element,
      name,
      notes,
      element('div', { class: 'change-controls' }, choice.element, up, down, remove),
    ),
    show: (row, { place, count }) => {
      isOn.control.checked = row.isOn;
      if (words) setText(words, row.sentence);
      setText(name, row.name);
      choice.show(row);
      for (const each of [up, down]) setHidden(each, count < 2);
      up.disabled = place === 0;
      down.disabled = place === count - 1;
      setHidden(notes, row.notes.length === 0);
      const text = row.notes.join('\n');
      if (notes.dataset['text'] === text) return;
      notes.dataset['text'] = text;
      notes.replaceChildren(...row.notes.map((note) => element('li', { text: note })));
    },
  };
}

/** A beam is torn out for one word or more, a layer × 0 or replaced by its mean; others have no choice. */
function choiceField(
  id: number,
  dispatch: PanelWorld['dispatch'],
): { readonly element: HTMLElement; readonly show: (row: ChangeRow) => void } {
  const field = select({
    label: 'How',
    testid: `change-how-${String(id)}`,
    onChange: (value) => {
      if (value === 'this' || value === 'later') {
        dispatch({ kind: 'set-change-scope', change: id, scope: value });
      }
      if (value === 'zero' || value === 'mean') {
        dispatch({ kind: 'set-layer-ablation', change: id, by: value });
      }
    },
  });
  return {
    element: field.element,
    show: ({ scope, by }) => {
      const value = scope ?? by;
      setHidden(field.element, value === undefined);
      if (value === undefined) return;
      setOptions(field.control, Object.entries(scope === undefined ? ablationWords : scopeWords));
      field.control.value = value;
    },
  };
}
