import type { Intent } from '#contract/intent.ts';
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
  /** What the stop invites to, without a drag. */
  readonly act: (intent: Intent) => void;
  /** `isPaused` has changed. */
  readonly onPause: () => void;
}

/** Skip, pause, what the stop invites to, back, next. */
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
  const act = actButton(wishes);
  const skip = button({ label: 'Skip', testid: 'tour-skip', key: 'Esc', onPress: wishes.skip });
  return {
    element: element('div', { class: 'tour-controls' }, skip, pause, act.element, back, next),
    next,
    get isPaused() {
      return isPaused;
    },
    show: ({ index, count, act: offered }) => {
      act.show(offered);
      const isLast = index === count - 1;
      back.disabled = index === 0;
      setHidden(pause, isLast);
      setHidden(skip, isLast);
      const label = next.querySelector('.button-label');
      if (label) setText(label, isLast ? 'Done' : 'Next');
    },
  };
}

/** What the stop invites to; pressed while it cannot be done, it does nothing: the sentence says why. */
function actButton({ act }: TourWishes): {
  readonly element: HTMLElement;
  readonly show: (offered: TourModel['act']) => void;
} {
  let invited: TourModel['act'];
  const made = button({
    label: 'Tear it out',
    testid: 'tour-act',
    class: 'tour-act',
    onPress: () => {
      if (invited && invited.refusal === undefined) act(invited.intent);
    },
  });
  const words = made.querySelector('.button-label');
  return {
    element: made,
    show: (offered) => {
      invited = offered;
      setHidden(made, offered === undefined);
      if (words && offered) setText(words, offered.label);
      setAttribute(made, 'aria-disabled', offered?.refusal === undefined ? undefined : 'true');
    },
  };
}
