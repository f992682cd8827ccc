import { ablationWords, scopeWords } from '#view/setting-words.ts';
import { select, setOptions } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** What the next torn beam and the next pulled layer mean. */
export function changesNext({ dispatch }: PanelWorld): Crumb {
  const scope = select({
    label: 'Beams are torn out for',
    testid: 'tear-scope',
    onChange: (value) => {
      dispatch({ kind: 'set-tear-scope', scope: value === 'this' ? 'this' : 'later' });
    },
  });
  const ablation = select({
    label: 'A layer is replaced by',
    testid: 'ablation',
    onChange: (value) => {
      dispatch({ kind: 'set-ablation', by: value === 'mean' ? 'mean' : 'zero' });
    },
  });
  setOptions(scope.control, Object.entries(scopeWords));
  setOptions(ablation.control, Object.entries(ablationWords));
  return {
    element: element(
      'section',
      { class: 'stack' },
      element('h3', { text: 'The next change' }),
      scope.element,
      ablation.element,
    ),
    update: ({ settings }) => {
      scope.control.value = settings.tearScope;
      ablation.control.value = settings.ablation;
    },
  };
}
