import type { HeldGrip, PreviewState } from '#contract/preview.ts';
import { verbDistances } from '#contract/verb.ts';
import { handleWords, verbOutcome } from '#view/verb-outcome.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** Above the pointer, so that a finger does not cover it. */
const abovePixels = 64;
const marginPixels = 12;

/** What letting go would do, at the pointer that holds something; how to take hold of what has no card of its own. */
export function heldLabel({ store, preview }: PanelWorld): {
  readonly element: HTMLElement;
  readonly update: () => void;
} {
  const words = element('p', {
    class: 'held-words',
    testid: 'held-words',
    attributes: { role: 'status', 'aria-live': 'assertive' },
  });
  const next = element('p', { class: 'held-next', testid: 'held-next' });
  const tension = element('span', { class: 'bar' }, element('span', { class: 'bar-fill' }));
  const label = element(
    'div',
    { class: 'held-label surface', testid: 'held-label' },
    words,
    next,
    tension,
  );
  const showHeld = (held: HeldGrip): void => {
    const outcome = verbOutcome(held, store.state);
    setText(words, outcome.words);
    setText(next, outcome.next);
    setAttribute(label, 'data-effect', outcome.effect);
    label.style.setProperty(
      '--share',
      Math.min(1, held.pulledMetres / verbDistances.arms).toFixed(2),
    );
  };
  const update = (): void => {
    const { held, hover } = preview.state;
    const handle = hover === undefined ? preview.state.handle : undefined;
    const first = held[0];
    setHidden(label, first === undefined && handle === undefined);
    setHidden(tension, first === undefined);
    if (first) showHeld(first);
    else if (handle) {
      setText(words, handleWords(handle, store.state));
      setText(next, '');
      setAttribute(label, 'data-effect', 'nothing');
    } else setText(words, '');
    setHidden(next, next.textContent === '');
    if (first || handle) place(label, preview.state);
  };
  update();
  return { element: label, update };
}

/** Kept on the page, whatever it says. */
function place(label: HTMLElement, { pointer }: PreviewState): void {
  const { offsetWidth: width, offsetHeight: height } = label;
  const left = Math.min(innerWidth - width - marginPixels, pointer.x - width / 2);
  const above = pointer.y - abovePixels - height;
  const top = above < marginPixels ? pointer.y + abovePixels / 2 : above;
  label.style.left = `${String(Math.max(marginPixels, left))}px`;
  label.style.top = `${String(Math.min(innerHeight - height - marginPixels, top))}px`;
}
