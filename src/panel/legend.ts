import { washRange } from '#contract/texel-layout.ts';
import { lightScale, litHooks, type LightScale } from '#view/brightness-words.ts';
import { showsDifference } from '#view/difference-legend.ts';
import { legendWords } from '#view/legend-words.ts';
import { exactNumber } from '#view/number-words.ts';
import { button } from './controls.ts';
import { element, setHidden, setText } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** [swatch, what it is in the city, what it is in the model] */
const rows: readonly (readonly [swatch: string, city: string, model: string])[] = [
  [
    'swatch-tower',
    'A tower',
    'one token of the text; its floors are the model’s layers, layer 0 at the street',
  ],
  [
    'swatch-attention',
    'Cool storey',
    'attention: what this token takes from earlier ones; one bay per head',
  ],
  ['swatch-feed-forward', 'Warm storey', 'feed-forward: what its neurons add'],
  ['swatch-residual', 'Spine', 'the residual stream that every storey reads and adds to'],
  ['swatch-beam', 'Beam', 'attention weight, from the token that is read to the one that reads'],
  ['swatch-prediction', 'Roof', 'the five most likely next tokens'],
  ['swatch-lens', 'Sign at a floor', 'logit lens: what the model would say if it stopped there'],
  ['swatch-pane', 'Filled or framed pane', 'a positive or a negative number'],
  [
    'swatch-role',
    'Line at a bay’s foot',
    'what the head is known for: green the token before, yellow duplicates, magenta induction, grey sinks',
  ],
];

/** What the lights mean, in words and in the numbers in force, and what they do not mean. */
export function legend({ dispatch }: PanelWorld): PanelPart {
  const brightness = element('p');
  const scale = element('p', { class: 'fine', testid: 'legend-scale' });
  const hatch = element('p');
  const beams = element('p', { testid: 'legend-sink' });
  const table = scaleTable();
  const whole = element(
    'div',
    { class: 'stack' },
    meanings(),
    element('h3', { text: 'How bright is how much' }),
    brightness,
    table.element,
    hatch,
    scale,
    element('h3', { text: 'Beams' }),
    beams,
    element('p', {
      class: 'caution',
      text: 'Attention shows where information can flow; it is not a cause.',
    }),
    button({
      label: 'Every word explained',
      testid: 'legend-glossary',
      key: 'G',
      class: 'button-glossary',
      onPress: () => {
        dispatch({ kind: 'open-glossary', open: true });
      },
    }),
  );
  return {
    element: whole,
    topics: ['settings', 'cursor', 'selection', 'overview', 'run', 'changes'],
    update: (state) => {
      const words = legendWords(state);
      setText(brightness, words.brightness);
      setText(scale, words.scale);
      setText(hatch, words.hatch);
      setText(beams, words.beams);
      table.update(showsDifference(state) ? undefined : lightScale(state));
    },
  };
}

function meanings(): HTMLElement {
  return element(
    'dl',
    { class: 'legend' },
    ...rows.map(([swatch, city, model]) =>
      element(
        'div',
        { class: 'legend-row' },
        element('dt', {}, element('span', { class: `swatch ${swatch}` }), city),
        element('dd', { text: model }),
      ),
    ),
  );
}

/** From which number on each kind of light is dark, and from which it is full. */
function scaleTable(): {
  readonly element: HTMLElement;
  readonly update: (scale: LightScale | undefined) => void;
} {
  const place = element('th', { class: 'scale-place', attributes: { scope: 'col' } });
  const rangeCells = litHooks.map(() => [element('td'), element('td')] as const);
  const wash = [washRange.low, washRange.high].map((end) =>
    element('td', { text: exactNumber(end) }),
  );
  const whole = element(
    'table',
    { class: 'scale' },
    element('tr', {}, place, columnHead('dark at'), columnHead('full at')),
    ...litHooks.map(([, windows, name], i) =>
      element('tr', {}, rowHead(windows, name), ...(rangeCells[i] ?? [])),
    ),
    element('tr', {}, rowHead('wash, every layer', '|added| / |residual|'), ...wash),
  );
  const update = (scale: LightScale | undefined): void => {
    setHidden(whole, scale === undefined);
    setText(place, scale?.place ?? '');
    rangeCells.forEach((cells, i) => {
      cells.forEach((cell, end) => {
        setText(cell, scale?.ranges[i]?.[end] ?? '');
      });
    });
  };
  return { element: whole, update };
}

function columnHead(text: string): HTMLElement {
  return element('th', { text, attributes: { scope: 'col' } });
}

/** Plain words, the true name below. */
function rowHead(words: string, name: string): HTMLElement {
  return element(
    'th',
    { attributes: { scope: 'row' } },
    words,
    element('span', { class: 'card-name', text: name }),
  );
}
