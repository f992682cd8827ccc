import type { TourModel } from '#view/tour.ts';
import { button } from './controls.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import { setIcon } from './icon.ts';

export interface TourControls {
  readonly element: HTMLElement;
  readonly next: HTMLElement;
  /** Whether the visitor holds the tour where it is. */
  readonly isPaused: boolean;
  readonly show: (tour: TourModel) => void;
}

export interface TourWishes {
  readonly step: (by: 1 | -1) => void;
  readonly skip: () => void;
  /** `isPaused` has changed. */
  readonly onPause: () => void;
}

/** Skip, pause, back, next. */
export function tourControls(wishes: TourWishes): TourControls {
  let isPaused = false;
  const pause = button({
    label: 'Pause the tour',
    testid: 'tour-pause',
    icon: 'pause',
    class: 'tour-pause',
    onPress: () => {
      isPaused = !isPaused;
      setAttribute(pause, 'aria-pressed', String(isPaused));
      const picture = pause.querySelector('svg');
      if (picture !== null) setIcon(picture, isPaused ? 'play' : 'pause');
      wishes.onPause();
    },
  });
  const back = button({
    label: 'Back',
    testid: 'tour-back',
    key: '←',
    onPress: () => {
      wishes.step(-1);
    },
  });
  const next = button({
    label: 'Next',
    testid: 'tour-next',
    key: '→',
    class: 'button-main',
    onPress: () => {
      wishes.step(1);
    },
  });
  const skip = button({ label: 'Skip', testid: 'tour-skip', key: 'Esc', onPress: wishes.skip });
  return {
    element: element('div', { class: 'tour-controls' }, skip, pause, back, next),
    next,
    get isPaused() {
      return isPaused;
    },
    show: ({ index, count }) => {
      const isLast = index === count - 1;
      back.disabled = index === 0;
      setHidden(pause, isLast);
      setHidden(skip, isLast);
      const label = next.querySelector('.button-label');
      if (label) setText(label, isLast ? 'Done' : 'Next');
    },
  };
}
