import { button } from './controls.ts';
import { element } from './element.ts';
import type { Dispatch } from '#contract/intent.ts';
import { limitSentence } from './limit-sentence.ts';
import type { KeyHint } from './panel-part.ts';
import { tourButton } from './tour-part.ts';

const pointerHints: readonly (readonly [hand: string, meaning: string])[] = [
  ['Drag', 'turn the view'],
  ['Right or Shift drag', 'move across'],
  ['Wheel', 'nearer, farther'],
  ['Point', 'say what is there'],
  ['Click', 'select a token; on nothing: deselect'],
  ['Double click', 'look inside'],
  ['Drag a floor’s number', 'pull the layer out and read it; 400 pixels: take it away'],
  ['Drag the blade on the ruler', 'cut the towers open; aside: stop after that layer'],
  ['Drag a beam', 'pluck it; 400 pixels: tear it out'],
  ['One finger, two fingers', 'turn; move and zoom'],
  ['Rest a finger, then drag', 'take hold, as with the mouse'],
  ['Tap', 'say what is there'],
];

const paragraphs: readonly string[] = [
  'This city is a language model reading your sentence. Each token (a word or a piece of one) is a tower, each of the model’s layers a floor. A lit window is a number the model has just computed in this browser tab; nothing is lit that was not computed.',
  'Write a sentence and press Run: its towers light up floor by floor, as the model computes them. Press Play: the model writes on, one tower per token. The roof tells what it expects next.',
  'Pull a floor free, cut the towers or tear out a beam: the model runs again without it, and both answers stand side by side. Buttons beside whatever is selected or kept in view do the same; “What matters here?” measures first what is worth trying.',
  `${limitSentence} Your sentence stays on this machine.`,
];

/** The help dialog: what this is, where to learn more, what hands do, what keys do. */
export function helpDialog(keyHints: readonly KeyHint[], dispatch: Dispatch): HTMLDialogElement {
  const onClose = (): void => {
    dispatch({ kind: 'open-help', open: false });
  };
  const close = button({
    label: 'Close help',
    testid: 'close-help',
    icon: 'close',
    onPress: onClose,
  });
  const dialog = element(
    'dialog',
    { class: 'help', testid: 'help', attributes: { 'aria-labelledby': 'help-title' } },
    element(
      'header',
      { class: 'drawer-head' },
      element('h2', { text: 'How to read and walk this city', attributes: { id: 'help-title' } }),
      close,
    ),
    element(
      'div',
      { class: 'help-body' },
      element('div', { class: 'help-words' }, ...paragraphs.map((text) => element('p', { text }))),
      learnMore(dispatch),
      element('div', { class: 'help-keys' }, ...tables(keyHints)),
    ),
  );
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    onClose();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) onClose();
  });
  return dialog;
}

/** Both take the help's place. */
function learnMore(dispatch: Dispatch): HTMLElement {
  const close = { kind: 'open-help', open: false } as const;
  const tour = tourButton('help-tour', () => {
    dispatch(close);
    dispatch({ kind: 'go-to-tour-stop', stop: 0 });
  });
  const glossary = button({
    label: 'Every word explained',
    testid: 'help-glossary',
    key: 'G',
    class: 'button-glossary',
    onPress: () => {
      dispatch(close);
      dispatch({ kind: 'open-glossary', open: true });
    },
  });
  return element('div', { class: 'help-more' }, tour, glossary);
}

function tables(keyHints: readonly KeyHint[]): HTMLElement[] {
  const groups = [...new Set(keyHints.map(({ group }) => group))];
  return [
    table('Mouse and fingers', pointerHints),
    ...groups.map((group) =>
      table(
        group,
        keyHints
          .filter((hint) => hint.group === group)
          .map(({ keys, meaning }) => [keys, meaning] as const),
      ),
    ),
  ];
}

function table(title: string, rows: readonly (readonly [string, string])[]): HTMLElement {
  return element(
    'section',
    { class: 'help-group' },
    element('h3', { text: title }),
    element(
      'dl',
      {},
      ...rows.map(([keys, meaning]) =>
        element(
          'div',
          { class: 'help-row' },
          element('dt', {}, ...keys.split('  ').map((key) => element('kbd', { text: key }))),
          element('dd', { text: meaning }),
        ),
      ),
    ),
  );
}
