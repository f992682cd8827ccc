import { sentenceOf } from '#kit/sentence-of.ts';
import { button } from './controls.ts';
import { element, setHidden, setText } from './element.ts';

/** A headset's session as the button sees it. */
export interface XrDoor {
  /** Whether there is a headset to be used. */
  readonly isReady: () => Promise<boolean>;
  /** Begins a session. @throws Error when browser, headset or wearer refuses. */
  readonly enter: () => Promise<void>;
  readonly leave: () => Promise<void>;
}

export interface XrButton {
  readonly element: HTMLElement;
  /** Told when a session has begun or ended. */
  readonly show: (isInside: boolean) => void;
}

/** What the page is allowed to do; from `window`, or a test's. */
export interface XrPage {
  readonly isSecureContext: boolean;
  readonly port: string;
  readonly hasWebXr: boolean;
}

/** The way into the headset: it enters, or says in one sentence why it cannot. */
export function xrButton(door: XrDoor, page: XrPage): XrButton {
  let isInside = false;
  const words = element('p', {
    class: 'xr-words',
    testid: 'xr-words',
    attributes: { role: 'status' },
  });
  words.hidden = true;
  /** Whether what is said is why there can be no session here: the next press puts it away. */
  let isFinal = false;
  const say = (sentence: string, final = false): void => {
    isFinal = final;
    setText(words, sentence);
    setHidden(words, sentence === '');
  };
  const press = async (): Promise<void> => {
    if (isInside) {
      await door.leave();
      return;
    }
    const wasFinal = isFinal;
    say('');
    if (wasFinal) return;
    try {
      if (await door.isReady()) await door.enter();
      else say(reasonAgainst(page), true);
    } catch (error) {
      say(refusalOf(error));
    }
  };
  const opener = button({
    label: 'VR',
    testid: 'enter-vr',
    icon: 'headset',
    isLabelled: true,
    class: 'toolbar-button',
    onPress: () => void press(),
  });
  return {
    element: element('div', { class: 'xr-door' }, opener, words),
    show: (inside) => {
      isInside = inside;
      say('');
      const label = opener.querySelector('.button-label');
      if (label) setText(label, inside ? 'Leave VR' : 'VR');
    },
  };
}

/** Why there is no headset to be used, and what helps. */
export function reasonAgainst({ isSecureContext, port, hasWebXr }: XrPage): string {
  if (!isSecureContext) {
    const cable = port === '' ? '' : ` with "adb reverse tcp:${port} tcp:${port}"`;
    return `Browsers let a page use a headset only over HTTPS or on localhost: connect the headset by cable${cable} and open http://localhost${port === '' ? '' : `:${port}`} in it.`;
  }
  if (!hasWebXr) {
    return 'This browser has no WebXR: open this page in the browser of a headset, or in a current Chrome or Edge with a headset connected.';
  }
  return 'No headset was found: open this page in the browser of a headset, or connect one to this computer and try again.';
}

/** In words of ours where the browser only gives a name. */
export function refusalOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'The headset was not allowed to start: give this page permission for virtual reality, and press the button once more.';
    case 'NotSupportedError':
      return 'This headset cannot tell where the floor is, which standing in the city needs: set up its play area and try again.';
    case 'InvalidStateError':
      return 'The headset is in use by another page: close that one and try again.';
    default: {
      return `The headset could not be started: ${sentenceOf(error)}`;
    }
  }
}
