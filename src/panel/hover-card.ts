import type { PreviewState } from '#contract/preview.ts';
import type { Topic } from '#store/read.ts';
import { describeTarget } from '#view/describe-target.ts';
import type { HoverModel } from '#view/hover-model.ts';
import { handleWords } from '#view/verb-outcome.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** Distance from the pointer, so that the card covers neither it nor what it points at. */
const offsetPixels = 18;

const topics: readonly Topic[] = [
  'run',
  'tokens',
  'overview',
  'lens',
  'values',
  'carried',
  'directions',
  'vocabulary',
  'cursor',
  'selection',
  'settings',
];

/** What lies under the pointer, or under the keyboard's focus: a sentence, the number, its true name. */
export function hoverCard(world: PanelWorld): PanelPart & { readonly dispose: () => void } {
  const { store, preview, wantValues } = world;
  const card = createCard();
  const update = (): void => {
    const { hover, focus, handle, held } = preview.state;
    // What the tour marks is told by its own card.
    const isTour = store.state.settings.tourStop !== null;
    const target = hover ?? (isTour ? undefined : focus);
    const model = target && describeTarget(target, store);
    // Whoever holds something looks at what it does.
    const isShown = model !== undefined && held.length === 0;
    setHidden(card.element, !isShown);
    if (!isShown) return;
    card.show(model, handle === undefined ? '' : handleWords(handle, store.state));
    placeCard(card.element, preview.state);
    if (model.wants) wantValues(model.wants.site, model.wants.layer, model.wants.position);
  };
  return { element: card.element, topics, update, dispose: preview.subscribe(update) };
}

interface Card {
  readonly element: HTMLElement;
  /** `hold`: how to take hold of it; empty where one cannot. */
  readonly show: (model: HoverModel, hold: string) => void;
}

function createCard(): Card {
  const sentence = element('p', { class: 'card-sentence', testid: 'hover-sentence' });
  const value = element('span', { class: 'card-value', testid: 'hover-value' });
  const status = element('span', { class: 'card-status', testid: 'hover-status' });
  const made = element('span', { class: 'card-made', testid: 'hover-made' });
  const measure = element('p', { class: 'card-measure' }, value, status, made);
  const details = element('div', { class: 'card-details', testid: 'hover-details' });
  const name = element('code', { class: 'card-name', testid: 'hover-name' });
  const place = element('span', { testid: 'hover-place' });
  const hint = element('p', { class: 'card-hold', testid: 'hover-hold' });
  const foot = element('p', { class: 'card-foot' }, name, place);
  const card = element(
    'aside',
    { class: 'hover-card', testid: 'hover-card', attributes: { 'aria-label': 'Pointed at' } },
    sentence,
    measure,
    details,
    foot,
    hint,
  );
  return {
    element: card,
    show: (model, hold) => {
      setText(hint, hold);
      setHidden(hint, hold === '');
      setText(sentence, model.sentence);
      setText(value, model.value);
      setText(status, model.status);
      setAttribute(status, 'data-status', model.status.toLowerCase());
      setText(made, model.made);
      setHidden(measure, model.value === '');
      setText(name, model.name);
      setText(place, model.place);
      const text = model.details.join('\n');
      if (details.dataset['text'] === text) return;
      details.dataset['text'] = text;
      details.replaceChildren(...model.details.map((each) => element('p', { text: each })));
    },
  };
}

/**
 * In the pointer's opposite quarter of the page, so that it always fits without being measured; at
 * the keyboard's focus in the upper left, where nothing else stands.
 */
function placeCard(card: HTMLElement, { hover, pointer }: PreviewState): void {
  setAttribute(card, 'data-at', hover === undefined ? 'corner' : 'pointer');
  if (hover === undefined) {
    for (const side of ['left', 'right', 'top', 'bottom'] as const) card.style[side] = '';
    return;
  }
  const isRight = pointer.x > innerWidth / 2;
  const isLow = pointer.y > innerHeight / 2;
  card.style.left = isRight ? 'auto' : `${String(pointer.x + offsetPixels)}px`;
  card.style.right = isRight ? `${String(innerWidth - pointer.x + offsetPixels)}px` : 'auto';
  card.style.top = isLow ? 'auto' : `${String(pointer.y + offsetPixels)}px`;
  card.style.bottom = isLow ? `${String(innerHeight - pointer.y + offsetPixels)}px` : 'auto';
}
