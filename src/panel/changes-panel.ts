import { changesBar } from './changes-bar.ts';
import { changesDrawer } from './changes-drawer.ts';
import type { ChangesDrawer, ChangesPanel } from './changes-shape.ts';
import { chosenCard } from './chosen-card.ts';
import { heldLabel } from './held-label.ts';
import type { PanelWorld } from './panel-part.ts';

/** All that tells of changes, in its places on the page. */
export function createChangesPanel(world: PanelWorld, drawer: ChangesDrawer): ChangesPanel {
  const bar = changesBar(world, drawer.opener);
  const card = chosenCard(world, drawer.open);
  const content = changesDrawer(world);
  const label = heldLabel(world);
  const parts = [bar, card, content];
  return {
    bar: bar.element,
    side: card.element,
    drawer: content.element,
    label: label.element,
    update: (state) => {
      for (const part of parts) part.update(state);
    },
    follow: label.update,
    dispose: () => {
      label.element.remove();
    },
  };
}
