import { lightKinds } from '#contract/view-choice.ts';
import { differenceLegend } from '#view/difference-legend.ts';
import { lightWords } from '#view/setting-words.ts';
import { button } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setAttribute, setHidden } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** What windows show while a changed run is: its numbers, or how far they moved; with the scale. */
export function changesLight({ dispatch }: PanelWorld): Crumb {
  const lights = lightKinds.map((light) => ({
    light,
    choice: button({
      label: lightWords[light],
      testid: `light-${light}`,
      onPress: () => {
        dispatch({ kind: 'set-light', light });
      },
    }),
  }));
  const { words, ends, grew, fell } = differenceLegend;
  const scale = element(
    'div',
    { class: 'difference-scale', testid: 'difference-scale' },
    scaleRow('grew', grew),
    scaleRow('fell', fell),
    element('div', { class: 'difference-ends' }, ...ends.map((text) => element('span', { text }))),
    ...words.map((text) => element('p', { class: 'fine', text })),
  );
  const whole = element(
    'section',
    { class: 'stack' },
    element('h3', { text: 'What windows show' }),
    element(
      'div',
      { class: 'segments', attributes: { role: 'group', 'aria-label': 'What windows show' } },
      ...lights.map(({ choice }) => choice),
    ),
    scale,
  );
  return {
    element: whole,
    update: ({ settings, branch, beside }) => {
      setHidden(whole, branch === 0 && beside === undefined);
      for (const { light, choice } of lights) {
        setAttribute(choice, 'aria-pressed', String(light === settings.light));
      }
      setHidden(scale, settings.light !== 'difference');
    },
  };
}

function scaleRow(sign: 'grew' | 'fell', words: string): HTMLElement {
  return element(
    'div',
    { class: 'difference-row' },
    element('span', { class: `difference-ramp difference-${sign}` }),
    element('span', { text: words }),
  );
}
