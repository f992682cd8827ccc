import type { GlossaryKey } from '#view/glossary.ts';
import { tourModel, type TourModel } from '#view/tour.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';
import { TourClock } from './tour-clock.ts';
import { tourControls, type TourControls } from './tour-controls.ts';
import { TourMark } from './tour-mark.ts';
import { tourSteps, type TourSteps } from './tour-steps.ts';

export interface TourCard {
  readonly element: HTMLElement;
  /** After every change of the store. */
  update(): void;
  /** Gives the keyboard to the tour. */
  focus(): void;
  dispose(): void;
}

/** What the tour says at a stop, with its way on. It marks in the city what it speaks of. */
export function createTourCard(
  world: PanelWorld,
  openGlossary: (key: GlossaryKey) => void,
): TourCard {
  const step = (by: 1 | -1): void => {
    const { tourStop } = world.store.state.settings;
    if (tourStop === null) return;
    world.dispatch({ kind: 'go-to-tour-stop', stop: Math.max(0, tourStop + by) });
  };
  const skip = (): void => {
    world.dispatch({ kind: 'go-to-tour-stop', stop: null });
  };
  const controls = tourControls({
    step,
    skip,
    act: world.dispatch,
    onPause: () => {
      clock.goOn();
    },
  });
  const steps = tourSteps();
  const clock = new TourClock({
    later: world.later,
    counts: () => !controls.isPaused && isLookedAt(world),
    onShare: steps.setShare,
    onDone: () => {
      step(1);
    },
  });
  const caption = tourCaption(openGlossary);
  const parts = { steps, caption, controls, clock, mark: new TourMark(world) };
  const card = tourElement(parts, step);
  const show = showTour(card, parts);
  return {
    element: card,
    update: () => {
      const tour = tourModel(world.store);
      if (!tour) return;
      show(tour);
      if (tour.wants) world.wantValues(tour.wants.site, tour.wants.layer, tour.wants.position);
    },
    focus: () => {
      controls.next.focus();
    },
    dispose: () => {
      clock.dispose();
      parts.mark.dispose();
    },
  };
}

interface TourParts {
  readonly steps: TourSteps;
  readonly caption: Caption;
  readonly controls: TourControls;
  readonly clock: TourClock;
  readonly mark: TourMark;
}

function tourElement(
  { steps, caption, controls }: TourParts,
  step: (by: 1 | -1) => void,
): HTMLElement {
  const card = element(
    'section',
    { class: 'tour surface', testid: 'tour', attributes: { 'aria-label': 'Tour' } },
    steps.element,
    caption.element,
    controls.element,
  );
  // Buttons keep arrows for themselves elsewhere on the page; here they mean the next stop.
  card.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    step(event.key === 'ArrowRight' ? 1 : -1);
  });
  return card;
}

/** A stop's time begins when it is shown first; news of its numbers do not begin it anew. */
function showTour(
  card: HTMLElement,
  { steps, caption, controls, clock, mark }: TourParts,
): (tour: TourModel) => void {
  let shownIndex = -1;
  return (tour) => {
    setAttribute(card, 'data-stop', tour.stop);
    caption.show(tour);
    steps.show(tour);
    controls.show(tour);
    mark.show(tour.target);
    if (tour.index === shownIndex) clock.goOn();
    else clock.restart();
    shownIndex = tour.index;
  };
}

/** Who prefers no motion goes on by hand; at the last stop there is nowhere to go; a dialog covers what would be looked at. */
function isLookedAt({ store }: PanelWorld): boolean {
  const { helpOpen, glossaryOpen } = store.state.settings;
  const tour = tourModel(store);
  if (!tour?.target || tour.index === tour.count - 1 || helpOpen || glossaryOpen) return false;
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

interface Caption {
  readonly element: HTMLElement;
  readonly show: (tour: TourModel) => void;
}

/** Plain words first, then the field's term, which leads to the glossary, and the true name. */
function tourCaption(openGlossary: (key: GlossaryKey) => void): Caption {
  const title = element('h2', { class: 'tour-title', testid: 'tour-title' });
  const sentence = element('p', { class: 'tour-sentence', testid: 'tour-sentence' });
  const name = element('code', { class: 'card-name', testid: 'tour-name' });
  let key: GlossaryKey | undefined;
  const term = element('button', {
    class: 'tour-term',
    testid: 'tour-term',
    attributes: { type: 'button', title: 'Look it up in the glossary (G)' },
  });
  term.addEventListener('click', () => {
    if (key !== undefined) openGlossary(key);
  });
  const named = element('p', { class: 'tour-named' }, term, name);
  return {
    element: element('div', { class: 'tour-words' }, title, sentence, named),
    show: (tour) => {
      key = tour.glossaryKey;
      setText(title, tour.title);
      setText(sentence, tour.sentence);
      setText(term, tour.term);
      setText(name, tour.name);
      setHidden(named, tour.term === '');
    },
  };
}
