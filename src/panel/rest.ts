import { changesPart } from './changes-part.ts';
import { copyKey } from './copy-key.ts';
import { element } from './element.ts';
import { hoverCard } from './hover-card.ts';
import { legend } from './legend.ts';
import { modelSettings } from './model-settings.ts';
import { outline } from './outline.ts';
import type { PanelWorld } from './panel-part.ts';
import type { Rest, RestOptions } from './rest-shape.ts';
import { shareLink } from './share-link.ts';
import { viewSettings } from './view-settings.ts';

export function createRest(world: PanelWorld, { feed, prompt, drawers }: RestOptions): Rest {
  const card = hoverCard(world);
  const words = outline(world, feed);
  const copied = copyKey(world);
  const changes = changesPart(world, {
    opener: drawers().apart.get('changes') ?? element('span'),
    open: () => {
      drawers().open('changes');
    },
  });
  const parts = {
    legend: legend(world),
    view: viewSettings(world),
    model: modelSettings(world, prompt),
    words,
    changes,
  };
  return {
    drawers: {
      changes: changes.drawer,
      legend: parts.legend.element,
      view: parts.view.element,
      model: parts.model.element,
      words: words.element,
      link: shareLink(world),
    },
    floating: [card.element, words.live, copied.element, changes.label],
    bar: changes.bar,
    side: changes.side,
    parts: [card, ...Object.values(parts)],
    dispose: () => {
      card.dispose();
      words.dispose();
      copied.dispose();
      changes.dispose();
    },
  };
}
