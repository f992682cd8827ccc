import type { GlossaryKey } from '#view/glossary.ts';
import { button } from './controls.ts';
import { element } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';
import type { TourCard } from './tour.ts';

/** Where the tour's card stands while there is a tour. Its code is fetched then: nobody needs it at first light. */
export function tourPart(
  world: PanelWorld,
  openGlossary: (key: GlossaryKey) => void,
): PanelPart & { readonly dispose: () => void } {
  const { store } = world;
  const place = element('div');
  let card: TourCard | undefined;
  let isComing = false;
  const show = async (): Promise<void> => {
    isComing = true;
    const { createTourCard } = await import('./tour.ts');
    isComing = false;
    if (card !== undefined || store.state.settings.tourStop === null) return;
    card = createTourCard(world, openGlossary);
    place.append(card.element);
    card.update();
    card.focus();
  };
  const remove = (): void => {
    card?.dispose();
    card?.element.remove();
    card = undefined;
  };
  return {
    element: place,
    topics: [
      ...(['settings', 'run', 'tokens', 'overview', 'values', 'vocabulary', 'cursor'] as const),
      ...(['changes', 'engine'] as const),
    ],
    update: ({ settings }) => {
      if (settings.tourStop === null) remove();
      else if (card !== undefined) card.update();
      else if (!isComing) void show();
    },
    dispose: remove,
  };
}

/** Offers the tour; pressing it asks for nothing but its first stop. */
export function tourButton(testid: string, onPress: () => void): HTMLButtonElement {
  return button({
    label: 'Show me around · 90 s',
    testid,
    icon: 'play',
    isLabelled: true,
    class: 'button-tour',
    onPress,
  });
}
