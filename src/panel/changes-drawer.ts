import { changesEffects } from './changes-effects.ts';
import { changesLight } from './changes-light.ts';
import { changesList } from './changes-list.ts';
import { changesNext } from './changes-next.ts';
import { changesResult } from './changes-result.ts';
import type { Crumb } from './crumb.ts';
import { element } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** The result, what was changed with its controls, the light, the choices for the next change, effects. */
export function changesDrawer(world: PanelWorld): Crumb {
  const parts = [
    changesResult(),
    changesList(world),
    changesLight(world),
    changesNext(world),
    changesEffects(world),
  ];
  return {
    element: element(
      'div',
      { class: 'stack', testid: 'changes' },
      ...parts.map((part) => part.element),
    ),
    update: (state) => {
      for (const part of parts) part.update(state);
    },
  };
}
