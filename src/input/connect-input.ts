import type { EmitGesture, PointerSample } from './actor.ts';
import { Keyboard } from './desktop/keyboard.ts';
import { dollyFactor, MouseGestures } from './desktop/mouse-gestures.ts';
import { HoverPicking } from './hover-picking.ts';
import type { InputWorld } from './input-world.ts';
import { performGesture, type CanvasPlace } from './perform-gesture.ts';
import { TouchGestures } from './touch/touch-gestures.ts';

export interface Input {
  /** The scene's loop calls this before each frame; true while it wants another one. */
  tick(deltaMillis: number): boolean;
  dispose(): void;
}

export interface InputSurface {
  /** Takes pointers and, with `tabindex`, the keyboard's focus. */
  readonly canvas: HTMLElement;
  /** Where keys are heard: the window, so that they work wherever the focus rests. */
  readonly keys: Window;
}

/** Elements that need the keys for themselves. */
const writingSelector =
  'input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]';
const pressableSelector = 'button, a[href], summary, input, label, [role=button]';
const pressingKeys = new Set([
  ' ',
  'Enter',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

/** Listens to mouse, fingers and keys until disposed. */
export function connectInput({ canvas, keys }: InputSurface, world: InputWorld): Input {
  const abort = new AbortController();
  const options = { signal: abort.signal };
  const keyboard = new Keyboard(world);
  let place: CanvasPlace | undefined;
  const canvasPlace = (): CanvasPlace => (place ??= canvas.getBoundingClientRect());
  const hover = new HoverPicking(world, canvasPlace);

  const emit: EmitGesture = (gesture) => {
    if (gesture.kind === 'hover') {
      hover.pointAt(gesture.point);
      return;
    }
    hover.forget();
    performGesture(gesture, world, canvasPlace());
  };
  connectPointers(canvas, { emit, canvasPlace, options });
  connectKeys(keys, keyboard, options);
  keys.addEventListener('resize', () => (place = undefined), options);

  return {
    tick: (deltaMillis) => {
      const isWalking = keyboard.tick(deltaMillis);
      hover.tick();
      return isWalking;
    },
    dispose: () => {
      abort.abort();
    },
  };
}

interface PointerWiring {
  readonly emit: EmitGesture;
  readonly canvasPlace: () => CanvasPlace;
  readonly options: { readonly signal: AbortSignal };
}

function connectPointers(canvas: HTMLElement, wiring: PointerWiring): void {
  const { emit, canvasPlace, options } = wiring;
  const mouse = new MouseGestures(emit);
  const touch = new TouchGestures(emit);
  const feed = (phase: PointerSample['phase'], event: PointerEvent): void => {
    const { left, top } = canvasPlace();
    const { pointerId, button, shiftKey } = event;
    const sample: PointerSample = {
      phase,
      pointerId,
      button,
      shiftKey,
      x: event.clientX - left,
      y: event.clientY - top,
      timeMillis: event.timeStamp,
    };
    (event.pointerType === 'touch' ? touch : mouse).feed(sample);
  };
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      canvas.setPointerCapture(event.pointerId);
      canvas.focus({ preventScroll: true });
      feed('down', event);
    },
    options,
  );
  const phases = {
    pointermove: 'move',
    pointerup: 'up',
    pointercancel: 'cancel',
    pointerleave: 'leave',
  } as const;
  for (const name of Object.keys(phases) as (keyof typeof phases)[]) {
    canvas.addEventListener(
      name,
      (event) => {
        feed(phases[name], event);
      },
      options,
    );
  }
  connectWheel(canvas, wiring);
}

function connectWheel(canvas: HTMLElement, { emit, options }: PointerWiring): void {
  const prevent = (event: Event): void => {
    event.preventDefault();
  };
  canvas.addEventListener('contextmenu', prevent, options);
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      emit({ kind: 'dolly', factor: dollyFactor(event) });
    },
    { ...options, passive: false },
  );
}

function connectKeys(
  keys: Window,
  keyboard: Keyboard,
  options: { readonly signal: AbortSignal },
): void {
  keys.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || isKeptBack(event)) return;
      if (keyboard.press(event)) event.preventDefault();
    },
    options,
  );
  keys.addEventListener(
    'keyup',
    (event) => {
      keyboard.release(event);
    },
    options,
  );
  keys.addEventListener(
    'blur',
    () => {
      keyboard.releaseAll();
    },
    options,
  );
}

/** True when the focused element needs this key: a text box all but Escape, a button the keys that press it. */
function isKeptBack({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches(writingSelector)) {
    if (key === 'Escape' && target instanceof HTMLElement) target.blur();
    return true;
  }
  return pressingKeys.has(key) && target.matches(pressableSelector);
}
