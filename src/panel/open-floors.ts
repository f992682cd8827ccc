import type { StoreState } from '#store/read.ts';
import { button, select, setOptions } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setHidden } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** Floors that stand open, each with a button that closes it, and a list to open another where it stands. */
export function openFloors({ dispatch }: PanelWorld): Crumb {
  const chips = element('span', { class: 'floor-chips' });
  const name = element('span', { class: 'floor-name', text: 'open' });
  const another = select({
    label: 'Open a floor where it stands',
    testid: 'open-floor',
    onChange: (value) => {
      if (value !== '') dispatch({ kind: 'set-layer-open', layer: Number(value), open: true });
    },
  });
  const chipOf = (layer: number): HTMLElement =>
    button({
      label: `Close floor ${String(layer)}`,
      testid: `close-floor-${String(layer)}`,
      class: 'floor-chip',
      icon: 'close',
      onPress: () => {
        dispatch({ kind: 'set-layer-open', layer, open: false });
      },
    });
  let shown: StoreState['openLayers'] | undefined;
  let shownCount = -1;
  return {
    element: element(
      'div',
      {
        class: 'crumb-floors',
        testid: 'open-floors',
        attributes: { role: 'group', 'aria-label': 'Open floors' },
      },
      name,
      chips,
      another.element,
    ),
    update: ({ openLayers, hello }) => {
      const { layerCount = 0 } = hello?.model ?? {};
      if (openLayers === shown && layerCount === shownCount) return;
      [shown, shownCount] = [openLayers, layerCount];
      setHidden(name, openLayers.length === 0);
      chips.replaceChildren(
        ...openLayers.map((layer) => {
          const chip = chipOf(layer);
          chip.prepend(element('span', { text: String(layer) }));
          return chip;
        }),
      );
      const closed = Array.from({ length: layerCount }, (_, layer) => layer).filter(
        (layer) => !openLayers.includes(layer),
      );
      setOptions(another.control, [
        ['', 'open a floor …'],
        ...closed.map((layer) => [String(layer), `floor ${String(layer)}`] as const),
      ]);
      another.control.value = '';
    },
  };
}
