import type { StoreState } from '#store/read.ts';
import type { Exhibit } from '#view/exhibit/board.ts';
import { placeTarget, targetActs } from '#view/target-acts.ts';
import { actButtons } from './act-buttons.ts';
import { boardList } from './board-list.ts';
import { element, setHidden, setText } from './element.ts';
import { insideControls } from './inside-controls.ts';
import type { PanelWorld } from './panel-part.ts';
import { takeAway } from './take-away.ts';

export interface InsidePanel {
  readonly element: HTMLElement;
  /** `exhibit` is what stands open; undefined for the whole model, or while it is being put up. */
  update(state: StoreState, exhibit: Exhibit | undefined): void;
  dispose(): void;
}

/** The exhibit in words, the controls that fit it, what can be taken away, and its boards as tables. */
export function createInsidePanel(world: PanelWorld): InsidePanel {
  const title = element('p', { class: 'inside-title', testid: 'inside-title' });
  const sentence = element('p', { testid: 'inside-sentence' });
  const notes = element('ul', { class: 'inside-notes', testid: 'inside-notes' });
  const acts = actButtons(world);
  const controls = insideControls(world);
  const away = takeAway(world);
  const boards = boardList(world);
  return {
    element: element(
      'div',
      { class: 'stack' },
      title,
      sentence,
      notes,
      acts.element,
      controls.element,
      away.element,
      boards.element,
    ),
    update: (state, exhibit) => {
      const words = headWords(state, exhibit);
      setText(title, words.title);
      setText(sentence, words.sentence);
      showNotes(notes, exhibit?.notes ?? []);
      const target = placeTarget(state);
      acts.show(target ? targetActs(target, state) : []);
      controls.update(state);
      away.update(exhibit);
      boards.update(state, exhibit?.boards ?? []);
    },
    dispose: away.dispose,
  };
}

function headWords(
  { zoom }: StoreState,
  exhibit: Exhibit | undefined,
): { readonly title: string; readonly sentence: string } {
  if (zoom.level === 'model') {
    return {
      title: 'The whole city',
      sentence:
        'Nothing stands open. Choose a layer in the bar at the upper left, double-click a floor, or follow a token, to go inside.',
    };
  }
  return exhibit ?? { title: '', sentence: 'What stands there is being put up.' };
}

function showNotes(list: HTMLElement, notes: readonly string[]): void {
  setHidden(list, notes.length === 0);
  const text = notes.join('\n');
  if (list.dataset['text'] === text) return;
  list.dataset['text'] = text;
  list.replaceChildren(...notes.map((note) => element('li', { text: note })));
}
