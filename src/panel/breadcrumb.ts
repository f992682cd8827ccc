import type { ZoomPlace } from '#contract/zoom.ts';
import { tokenWords } from '#view/token-words.ts';
import { placePosition } from '#view/zoom-moves.ts';
import { button } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { crumbPath } from './crumb-path.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import { openFloors } from './open-floors.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

const gapPixels = 12;

export interface Breadcrumb extends PanelPart {
  /** The bar itself, for what stands at its end. */
  readonly bar: HTMLElement;
}

/** The way from the city to one number; each step is a control that goes somewhere else from there. */
export function breadcrumb(world: PanelWorld): Breadcrumb {
  const path = crumbPath(world);
  const pieces = [upCrumb(world), path, followCrumb(world), openFloors(world)];
  const bar = element(
    'div',
    { class: 'crumb-bar', testid: 'breadcrumb' },
    ...pieces.map((piece) => piece.element),
  );
  let shown: ZoomPlace | undefined;
  return {
    bar,
    element: element('nav', { attributes: { 'aria-label': 'Where in the model one looks' } }, bar),
    topics: ['run', 'tokens', 'zoom', 'selection', 'cursor'],
    update: (state) => {
      setHidden(bar, state.hello === undefined);
      if (state.hello === undefined) return;
      for (const piece of pieces) piece.update(state);
      if (state.zoom === shown) return;
      shown = state.zoom;
      // Where the bar is one line that scrolls, the end of the way is what matters; what stands at the
      // bar's own end covers it.
      const steps = [...path.element.children] as HTMLElement[];
      const last = steps.findLast((step) => !step.hidden);
      const end = (last?.offsetLeft ?? 0) + (last?.offsetWidth ?? 0) - bar.offsetLeft;
      const kept = (bar.lastElementChild as HTMLElement | null)?.offsetWidth ?? 0;
      bar.scrollLeft = end + kept + gapPixels - bar.clientWidth;
    },
  };
}

function upCrumb({ dispatch }: PanelWorld): Crumb {
  const up = button({
    label: 'Up one level',
    testid: 'crumb-up',
    icon: 'up',
    key: 'Esc',
    class: 'crumb-action',
    onPress: () => {
      dispatch({ kind: 'zoom-out' });
    },
  });
  return {
    element: up,
    update: ({ zoom }) => {
      setHidden(up, zoom.level === 'model');
    },
  };
}

/** Along one token through all layers. */
function followCrumb({ store, dispatch }: PanelWorld): Crumb {
  const follow = button({
    label: 'Follow',
    testid: 'crumb-follow',
    class: 'crumb-action',
    onPress: () => {
      const position = placePosition(store.state);
      dispatch({ kind: 'zoom-to', place: { level: 'token', position } });
    },
  });
  const label = follow.querySelector('.button-label');
  return {
    element: follow,
    update: (state) => {
      setHidden(follow, state.zoom.level === 'token' || state.tokens.length === 0);
      const words = `Follow ${tokenWords(state, placePosition(state))}`;
      if (label) setText(label, words);
      setAttribute(follow, 'title', `${words} through all layers`);
    },
  };
}
