import type { GlossaryEntry } from '#view/glossary-entry.ts';
import { glossary, glossaryMatches, type GlossaryKey } from '#view/glossary.ts';
import { button } from './controls.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';

export interface GlossaryDialog {
  readonly element: HTMLDialogElement;
  /** Brings one term into sight and marks it. */
  showTerm(key: GlossaryKey): void;
}

/** Every term: plain sentence, the city's word, the true name; found by typing any of them. */
export function glossaryDialog(onClose: () => void): GlossaryDialog {
  const rows = new Map(glossary.map((entry) => [entry.key, row(entry)]));
  const groups = groupsOf(rows);
  const search = searchField((typed) => {
    showMatches(typed, { rows, groups, none });
  });
  const none = element('p', { testid: 'glossary-none' });
  none.hidden = true;
  const dialog = element(
    'dialog',
    {
      class: 'help glossary',
      testid: 'glossary',
      attributes: { 'aria-labelledby': 'words-title' },
    },
    element(
      'header',
      { class: 'drawer-head' },
      element('h2', { text: 'Glossary', attributes: { id: 'words-title' } }),
      search,
      button({
        label: 'Close glossary',
        testid: 'close-glossary',
        icon: 'close',
        onPress: onClose,
      }),
    ),
    element('div', { class: 'help-body' }, none, ...groups),
  );
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    onClose();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) onClose();
  });
  return {
    element: dialog,
    showTerm: (key) => {
      const found = rows.get(key);
      if (!found) return;
      setAttribute(found, 'aria-current', 'true');
      found.scrollIntoView({ block: 'center' });
    },
  };
}

function searchField(onType: (typed: string) => void): HTMLInputElement {
  const search = element('input', {
    testid: 'glossary-search',
    attributes: {
      type: 'search',
      placeholder: 'Find a word',
      'aria-label': 'Find a word',
      spellcheck: 'false',
      autocomplete: 'off',
    },
  });
  search.addEventListener('input', () => {
    onType(search.value);
  });
  return search;
}

interface Shown {
  readonly rows: ReadonlyMap<string, HTMLElement>;
  readonly groups: readonly HTMLElement[];
  readonly none: HTMLElement;
}

function showMatches(typed: string, { rows, groups, none }: Shown): void {
  const matches = new Set(glossaryMatches(typed).map(({ key }) => key));
  for (const [key, each] of rows) setHidden(each, !matches.has(key));
  for (const group of groups) {
    setHidden(group, group.querySelector('.glossary-row:not([hidden])') === null);
  }
  setHidden(none, matches.size > 0);
  setText(none, `No term holds “${typed}”.`);
}

function groupsOf(rows: ReadonlyMap<string, HTMLElement>): readonly HTMLElement[] {
  const titles = [...new Set(glossary.map(({ group }) => group))];
  return titles.map((title) => {
    const members = glossary.filter(({ group }) => group === title);
    const list = element('dl', {}, ...members.flatMap(({ key }) => rows.get(key) ?? []));
    return element('section', { class: 'help-group' }, element('h3', { text: title }), list);
  });
}

function row({ key, term, city, name, plain }: GlossaryEntry): HTMLElement {
  const inCity = element('span', { class: 'glossary-city', text: city });
  inCity.hidden = city === '';
  const trueName = element('code', { class: 'card-name', text: name });
  trueName.hidden = name === '';
  return element(
    'div',
    { class: 'glossary-row', testid: `glossary-${key}` },
    element('dt', {}, term, inCity),
    element('dd', {}, plain, trueName),
  );
}
