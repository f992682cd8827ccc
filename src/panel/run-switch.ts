import { runWords } from '#view/setting-words.ts';
import { button } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setAttribute, setHidden } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** Which of the two runs kept side by side is shown. */
export function runSwitch({ dispatch }: PanelWorld): Crumb {
  const runs = (['original', 'changed'] as const).map((run) => ({
    run,
    choice: button({
      label: runWords[run],
      testid: `run-${run}`,
      onPress: () => {
        dispatch({ kind: 'show-run', run });
      },
    }),
  }));
  const group = element(
    'div',
    { class: 'segments', attributes: { role: 'group', 'aria-label': 'Which run is shown' } },
    ...runs.map(({ choice }) => choice),
  );
  return {
    element: group,
    update: ({ branch, beside }) => {
      setHidden(group, beside === undefined);
      for (const { run, choice } of runs) {
        const isShown = (branch === 0) === (run === 'original');
        setAttribute(choice, 'aria-pressed', String(isShown));
      }
    },
  };
}
