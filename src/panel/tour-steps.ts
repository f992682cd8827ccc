import type { TourModel } from '#view/tour.ts';
import { element, setAttribute } from './element.ts';

export interface TourSteps {
  readonly element: HTMLElement;
  readonly show: (tour: TourModel) => void;
  /** How much of the stop's time has passed, 0 … 1. */
  readonly setShare: (share: number) => void;
}

/** One stretch a stop: those before are full, the one shown fills with its time. */
export function tourSteps(): TourSteps {
  const whole = element('div', {
    class: 'tour-steps',
    testid: 'tour-steps',
    attributes: { role: 'img' },
  });
  return {
    element: whole,
    show: ({ index, count }) => {
      setAttribute(whole, 'aria-label', `Stop ${String(index + 1)} of ${String(count)}`);
      while (whole.childElementCount < count) {
        whole.append(element('span', { class: 'bar' }, element('span', { class: 'bar-fill' })));
      }
      for (const [at, stretch] of Array.from(whole.children).entries()) {
        const state = at < index ? 'past' : at === index ? 'now' : 'ahead';
        setAttribute(stretch, 'data-state', state);
      }
    },
    setShare: (share) => {
      whole.style.setProperty('--share', share.toFixed(3));
    },
  };
}
