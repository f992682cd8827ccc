import type { Target } from '#contract/intent.ts';
import type { PreviewState } from '#contract/preview.ts';
import type { Topic } from '#store/read.ts';
import { chosenTarget } from '#view/target-acts.ts';
import type { ChangesDrawer, ChangesPanel, ChangesPlaces } from './changes-shape.ts';
import { element } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** Whatever of the store what was changed, or could be, is told from. */
const topics: readonly Topic[] = [
  ...(['run', 'tokens', 'overview', 'lens', 'values', 'carried', 'vocabulary'] as const),
  ...(['difference', 'changes', 'effects', 'cursor', 'progress', 'engine'] as const),
  ...(['selection', 'pinned', 'zoom', 'settings'] as const),
];

export interface ChangesPart extends PanelPart, ChangesPlaces {
  readonly dispose: () => void;
}

/**
 * What is done to the model and what came of it. Its script is fetched when something is chosen,
 * held, changed or measured for the first time; until then nothing leads to its drawer.
 */
export function changesPart(world: PanelWorld, drawer: ChangesDrawer): ChangesPart {
  const { store, preview } = world;
  const place = (): HTMLElement => element('div', { class: 'rest-place' });
  const places = { bar: place(), side: place(), drawer: place(), label: place() };
  let panel: ChangesPanel | undefined;
  let isFetching = false;
  let isDisposed = false;
  const isWanted = (): boolean => {
    const { state } = store;
    const { held, handle, focus } = preview.state;
    return (
      held.length > 0 ||
      handle !== undefined ||
      state.changes.length > 0 ||
      (state.pendingChanges ?? state.effects) !== undefined ||
      state.settings.cutLayer !== null ||
      chosenTarget(state, focus) !== undefined
    );
  };
  const fetch = async (): Promise<void> => {
    isFetching = true;
    const fetched = await import('./changes-panel.ts').catch(() => undefined);
    isFetching = false;
    if (!fetched || isDisposed) return;
    panel = fetched.createChangesPanel(world, drawer);
    for (const name of ['bar', 'side', 'drawer', 'label'] as const) {
      places[name].replaceChildren(panel[name]);
    }
    panel.update(store.state);
    panel.follow();
  };
  const update = (): void => {
    if (panel) panel.update(store.state);
    else if (!isFetching && isWanted()) void fetch();
  };
  const hasChanged = watchPreview(preview.state);
  const stop = preview.subscribe(() => {
    const { isElsewhere, isChosen } = hasChanged(preview.state);
    if (!panel && (isElsewhere || isChosen)) update();
    if (!panel) return;
    if (isElsewhere) panel.follow();
    if (isChosen) panel.update(store.state);
  });
  return {
    ...places,
    element: places.drawer,
    topics,
    update,
    dispose: () => {
      isDisposed = true;
      stop();
      panel?.dispose();
    },
  };
}

/** A pointer that moves over the city concerns nobody here: what is held, and what is focused, does. */
function watchPreview(
  first: PreviewState,
): (state: PreviewState) => { readonly isElsewhere: boolean; readonly isChosen: boolean } {
  let focus: Target | undefined = first.focus;
  let { held, handle } = first;
  return (state) => {
    const isHeld = state.held.length > 0 || state.handle !== undefined;
    const isElsewhere = isHeld || held !== state.held || handle !== state.handle;
    const isChosen = focus !== state.focus;
    ({ focus, held, handle } = state);
    return { isElsewhere, isChosen };
  };
}
