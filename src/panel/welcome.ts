import { button } from './controls.ts';
import { element, setHidden, setText } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';
import { tourButton } from './tour-part.ts';

/** Three sentences and a tour for whoever stands here for the first time; gone with the first sentence of their own, or once they go in. */
export function welcome({ dispatch }: PanelWorld): PanelPart {
  let isOver = false;
  const words = element('p');
  const whole = element(
    'aside',
    { class: 'welcome', testid: 'welcome', attributes: { 'aria-label': 'What this is' } },
    element(
      'div',
      { class: 'welcome-words' },
      words,
      tourButton('start-tour', () => {
        dispatch({ kind: 'go-to-tour-stop', stop: 0 });
      }),
    ),
    button({
      label: 'Close',
      testid: 'close-welcome',
      icon: 'close',
      onPress: () => {
        isOver = true;
        setHidden(whole, true);
      },
    }),
  );
  return {
    element: whole,
    topics: ['run', 'progress', 'zoom'],
    update: ({ hello, awaitedPrompt, zoom }) => {
      isOver ||= awaitedPrompt !== undefined || zoom.level !== 'model';
      setHidden(whole, isOver || hello === undefined);
      if (isOver || hello === undefined) return;
      const layers = String(hello.model.layerCount);
      setText(
        words,
        `A language model is reading the sentence below. Each tower is one token of it, each floor one of ${layers} layers, each lit window a number the model computed. Point at anything to read it; write a sentence of your own and press Run.`,
      );
    },
  };
}
