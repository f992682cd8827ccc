import type { StoreState } from '#store/read.ts';
import { chosenModel } from '#view/chosen-model.ts';
import { chosenTarget, targetActs } from '#view/target-acts.ts';
import { actButtons } from './act-buttons.ts';
import { button } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/**
 * The thing that is kept in view, pointed at by keyboard or selected, with its number and all that
 * can be done with it without a drag. Inside a layer the drawer has these buttons, not this card.
 */
export function chosenCard(world: PanelWorld, openDrawer: () => void): Crumb {
  const { store, preview, dispatch, wantValues } = world;
  const sentence = element('p', { class: 'card-sentence', testid: 'chosen-sentence' });
  const measure = element('p', { class: 'card-measure', testid: 'chosen-value' });
  const details = element('div', { class: 'card-details' });
  const name = element('code', { class: 'card-name', testid: 'chosen-name' });
  const acts = actButtons(world, ({ key }) => {
    if (key === 'measure') openDrawer();
  });
  const close = button({
    label: 'Let it go',
    testid: 'unpin',
    icon: 'close',
    onPress: () => {
      dispatch({ kind: 'pin', target: null });
    },
  });
  const card = element(
    'aside',
    { class: 'chosen surface', testid: 'chosen', attributes: { 'aria-label': 'Chosen' } },
    element('div', { class: 'chosen-head' }, sentence, close),
    measure,
    details,
    name,
    acts.element,
  );
  return {
    element: card,
    update: (state) => {
      const { focus } = preview.state;
      const target = isCardWanted(state) ? chosenTarget(state, focus) : undefined;
      const model = target && chosenModel(target, store);
      setHidden(card, model === undefined);
      if (!target || !model) return;
      setText(sentence, model.sentence);
      setText(measure, [model.value, model.status].filter((each) => each !== '').join(' · '));
      setHidden(measure, model.value === '');
      setText(name, model.name);
      const isPinned = state.pinned !== null;
      setHidden(close, !isPinned);
      setAttribute(card, 'data-pinned', String(isPinned));
      const text = isPinned ? model.details.join('\n') : '';
      if (details.dataset['text'] !== text) {
        details.dataset['text'] = text;
        const told = isPinned ? model.details : [];
        details.replaceChildren(...told.map((each) => element('p', { text: each })));
      }
      acts.show(targetActs(target, state));
      if (model.wants) wantValues(model.wants.site, model.wants.layer, model.wants.position);
    },
  };
}

/** What stands open has the room beside the city, and its drawer the buttons. */
function isCardWanted({ zoom, pinned, settings }: StoreState): boolean {
  return settings.tourStop === null && (pinned !== null || zoom.level === 'model');
}
