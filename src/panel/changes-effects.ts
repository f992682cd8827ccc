import {
  effectActWords,
  effectCaution,
  effectList,
  effectMethod,
  type EffectRow,
} from '#view/effect-list.ts';
import { focusPosition } from '#view/focus-position.ts';
import { measureAct } from '#view/target-acts.ts';
import { actButtons } from './act-buttons.ts';
import { button } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** What each head and drawn beam is worth to one answer: asked for, counted while it is measured, sorted. */
export function changesEffects(world: PanelWorld): Crumb {
  const ask = actButtons(world);
  const title = element('p', { testid: 'effects-title' });
  const progress = element('p', { class: 'fine', testid: 'effects-progress' });
  const bar = element('span', { class: 'bar' }, element('span', { class: 'bar-fill' }));
  const list = element('ol', { class: 'effects', testid: 'effects-list' });
  const rest = element('p', { class: 'fine' });
  const told = element(
    'div',
    { class: 'stack' },
    title,
    progress,
    bar,
    list,
    rest,
    element('p', { class: 'caution', text: effectCaution }),
    button({
      label: 'Put away',
      testid: 'effects-forget',
      onPress: () => {
        world.dispatch({ kind: 'forget-effects' });
      },
    }),
  );
  let rows: readonly ShownEffect[] = [];
  return {
    element: element(
      'section',
      { class: 'stack', testid: 'effects' },
      element('h3', { text: 'What matters here' }),
      element('p', {
        class: 'fine',
        text: effectMethod,
      }),
      ask.element,
      told,
    ),
    update: (state) => {
      const effects = effectList(state);
      const isMeasuring = effects?.isMeasuring === true;
      const position = isMeasuring ? effects.position : focusPosition(state);
      ask.show(position === undefined ? [] : [measureAct(position, state)]);
      setHidden(told, effects === undefined);
      if (!effects) return;
      setText(title, effects.title);
      setText(progress, effects.progress);
      setHidden(bar, !isMeasuring);
      bar.style.setProperty('--share', effects.share.toFixed(3));
      setText(rest, effects.rest);
      setHidden(rest, effects.rest === '');
      const next = effects.rows.map((row) => ({ row, act: effectActWords(row, state) }));
      if (JSON.stringify(rows) === JSON.stringify(next)) return;
      rows = next;
      list.replaceChildren(...rows.map((shown) => effectRow(shown, world)));
    },
  };
}

interface ShownEffect {
  readonly row: EffectRow;
  /** What its button says. */
  readonly act: string;
}

function effectRow(shown: ShownEffect, { dispatch }: PanelWorld): HTMLElement {
  const { key, words, name, nats, flip, mark, intent } = shown.row;
  const act = button({
    label: shown.act,
    testid: `try-${key}`,
    class: mark !== '' ? 'button-main' : '',
    onPress: () => {
      dispatch(intent);
    },
  });
  return element(
    'li',
    { class: mark !== '' ? 'effect effect-first' : 'effect', testid: `effect-${key}` },
    element(
      'div',
      { class: 'effect-words' },
      ...(mark === '' ? [] : [element('span', { class: 'effect-mark', text: mark })]),
      element('span', { text: words }),
      element('span', { class: 'effect-flip', text: flip }),
      element('code', { class: 'card-name', text: name }),
    ),
    element('span', { class: 'effect-nats', text: `${nats} nats` }),
    act,
  );
}
