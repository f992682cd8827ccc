import type { EmitGesture, PointerSample } from './actor.ts';
import { Keyboard } from './desktop/keyboard.ts';
import { dollyFactor, MouseGestures } from './desktop/mouse-gestures.ts';
import { HoverPicking } from './hover-picking.ts';
import type { Grips, InputWorld } from './input-world.ts';
import { performGesture, type CanvasPlace } from './perform-gesture.ts';
import type { PointerDevice, PointerVerbs } from './pointer-verbs.ts';
import { TouchGestures } from './touch/touch-gestures.ts';

export interface Input {
  /** The scene's loop calls this before each frame; true while it wants another one. */
  tick(deltaMillis: number): boolean;
  /** Fetches what the verbs need, unless it is there; what cannot be fetched is tried again with the next press. */
  wake(): void;
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
  let isWaking = false;
  const fetchVerbs = async (fetchGrips: () => Promise<Grips>): Promise<void> => {
    const [{ PointerVerbs, showHold }, grips] = await Promise.all([
      import('./pointer-verbs.ts'),
      fetchGrips(),
    ]);
    if (abort.signal.aborted) return;
    const verbs = new PointerVerbs(world, { grips, canvasPlace, pass: pointers.pass });
    pointers.verbs = verbs;
    hover.show = (point) => {
      verbs.pointAt(point);
    };
    showHold(canvas, world, abort.signal);
  };
  const wake = (): void => {
    const { fetchGrips } = world;
    if (isWaking || fetchGrips === undefined) return;
    isWaking = true;
    fetchVerbs(fetchGrips).catch(() => {
      isWaking = false;
    });
  };
  const pointers = connectPointers(canvas, { emit, canvasPlace, wake, options });
  connectKeys(keys, { keyboard, pointers }, options);
  keys.addEventListener('resize', () => (place = undefined), options);

  return {
    tick: (deltaMillis) => {
      const isWalking = keyboard.tick(deltaMillis);
      hover.tick();
      return isWalking;
    },
    wake,
    dispose: () => {
      pointers.verbs?.drop();
      abort.abort();
    },
  };
}

interface PointerWiring {
  readonly emit: EmitGesture;
  readonly canvasPlace: () => CanvasPlace;
  readonly wake: () => void;
  readonly options: { readonly signal: AbortSignal };
}

interface Pointers {
  /** What can be held is taken before the view is turned; undefined until that is fetched. */
  verbs: PointerVerbs | undefined;
  readonly pass: (sample: PointerSample, device: PointerDevice) => void;
}

function connectPointers(canvas: HTMLElement, wiring: PointerWiring): Pointers {
  const { emit, canvasPlace, wake, options } = wiring;
  const gestures = { mouse: new MouseGestures(emit), touch: new TouchGestures(emit) };
  const pointers: Pointers = {
    verbs: undefined,
    pass: (sample, device) => {
      gestures[device].feed(sample);
    },
  };
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
    const device = event.pointerType === 'touch' ? 'touch' : 'mouse';
    if (pointers.verbs?.feed(sample, device) !== true) pointers.pass(sample, device);
  };
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      canvas.setPointerCapture(event.pointerId);
      canvas.focus({ preventScroll: true });
      wake();
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
  return pointers;
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
  { keyboard, pointers }: { readonly keyboard: Keyboard; readonly pointers: Pointers },
  options: { readonly signal: AbortSignal },
): void {
  keys.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || isKeptBack(event)) return;
      const letsGo = event.key === 'Escape' && pointers.verbs?.drop() === true;
      if (letsGo || keyboard.press(event)) event.preventDefault();
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
