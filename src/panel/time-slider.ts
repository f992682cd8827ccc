import { lastLayer } from '#view/focus-position.ts';
import type { Cursor } from '#contract/intent.ts';
import { visibleText } from '#kit/visible-text.ts';
import type { StoreState } from '#store/read.ts';
import { element, setAttribute, setText } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** Moment 0 shows nothing of the first token; each further one adds a layer, token after token. */
export function momentOfCursor({ position, layer }: Cursor, layerCount: number): number {
  return position * layerCount + layer + 1;
}

export function placeOfMoment(
  moment: number,
  layerCount: number,
): { readonly position: number; readonly layer: number } {
  if (moment <= 0) return { position: 0, layer: -1 };
  return { position: Math.floor((moment - 1) / layerCount), layer: (moment - 1) % layerCount };
}

/** One slider over everything that has arrived: a stretch for each token, a step for each layer. */
export function timeSlider({ dispatch, store }: PanelWorld): PanelPart {
  const slider = element('input', {
    testid: 'time-slider',
    class: 'time-slider',
    attributes: {
      type: 'range',
      min: '0',
      max: '0',
      step: '1',
      'aria-label': 'Time: token and layer',
    },
  });
  const readout = element('output', { class: 'time-readout', testid: 'time-readout' });
  const seek = (moment: number): void => {
    const layerCount = store.state.hello?.model.layerCount ?? 1;
    dispatch({ kind: 'seek', ...placeOfMoment(moment, layerCount) });
  };
  slider.addEventListener('input', () => {
    seek(slider.valueAsNumber);
  });
  slider.addEventListener('keydown', (event) => {
    // A page is a token, whatever the browser thinks.
    const pages = event.key === 'PageUp' ? 1 : event.key === 'PageDown' ? -1 : 0;
    if (pages === 0) return;
    event.preventDefault();
    seek(slider.valueAsNumber + pages * (store.state.hello?.model.layerCount ?? 1));
  });

  return {
    element: element('div', { class: 'time' }, slider, readout),
    topics: ['run', 'tokens', 'overview', 'cursor', 'changes'],
    update: (state) => {
      const { cursor, hello, arrivedCount } = state;
      const layerCount = hello?.model.layerCount ?? 0;
      const max = String(Math.max(0, arrivedCount * layerCount));
      if (slider.max !== max) slider.max = max;
      const moment = String(momentOfCursor(cursor, layerCount));
      if (slider.value !== moment) slider.value = moment;
      slider.disabled = arrivedCount === 0;
      slider.style.setProperty('--tokens', String(Math.max(1, arrivedCount)));
      slider.style.setProperty('--share', String(Number(moment) / Math.max(1, Number(max))));
      const words = cursorWords(state);
      setText(readout, words);
      setAttribute(slider, 'aria-valuetext', words);
    },
  };
}

function cursorWords(state: StoreState): string {
  const { cursor, tokens, hello, arrivedCount } = state;
  if (hello === undefined || arrivedCount === 0) return 'Nothing read yet';
  const token = tokens[cursor.position];
  const text = token === undefined ? '' : `${visibleText(token.text, token.bytes)} · `;
  const isSweep = cursor.sweep && cursor.position < hello.run.promptTokenCount;
  const who = isSweep
    ? 'The whole prompt · '
    : `${text}token ${String(cursor.position + 1)} of ${String(arrivedCount)} · `;
  const top = lastLayer(state);
  const where =
    cursor.layer < 0
      ? 'before layer 0'
      : `layer ${String(Math.min(cursor.layer, top))} of 0–${String(top)}`;
  return who + where;
}
