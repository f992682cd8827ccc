/** Draws a frame. Returns true when the next one is wanted too. */
export type DrawFrame = (timeMillis: number, deltaMillis: number) => boolean;

/** @param sinceMillis - how long after the frame before; 0 after a rest. */
export type FrameListener = (sinceMillis: number) => void;

export interface FrameLoop {
  /** Asks for one frame; asking again before it is drawn changes nothing. */
  request(): void;
  /** While held the page is asked for no frames: somebody else draws, by `draw`. */
  hold(isHeld: boolean): void;
  /** Draws a frame at that time, whoever asked for it. */
  readonly draw: (timeMillis: number) => void;
  /** Has one listener told of each frame, after it was drawn. */
  readonly watch: (listener: FrameListener | undefined) => void;
  /** Frames drawn so far. */
  readonly drawnCount: number;
  dispose(): void;
}

/** What the loop needs of a page: `document`, or a test's stand-in. */
export interface FramePage {
  readonly hidden: boolean;
  readonly defaultView: {
    requestAnimationFrame(callback: (timeMillis: number) => void): number;
    cancelAnimationFrame(handle: number): void;
  } | null;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'visibilitychange', listener: () => void): void;
}

/** Longest step of time a frame is told of, so that nothing leaps after a pause. */
const longestDeltaMillis = 100;

/**
 * The one place that asks the browser for animation frames: only when somebody requested one or
 * the frame before wants to go on, and never while the page is hidden. An idle city costs nothing.
 */
export function createFrameLoop(page: FramePage, draw: DrawFrame): FrameLoop {
  const window = page.defaultView;
  let handle: number | undefined;
  let wanted = false;
  let held = false;
  let drawnCount = 0;
  let lastMillis: number | undefined;
  let listener: FrameListener | undefined;

  const schedule = (): void => {
    if (!wanted || held || handle !== undefined || page.hidden || !window) return;
    handle = window.requestAnimationFrame(run);
  };
  const run = (timeMillis: number): void => {
    handle = undefined;
    if (!held) drawFrame(timeMillis);
  };
  const drawFrame = (timeMillis: number): void => {
    wanted = false;
    const sinceMillis = lastMillis === undefined ? 0 : timeMillis - lastMillis;
    const goesOn = draw(timeMillis, Math.min(longestDeltaMillis, sinceMillis));
    drawnCount += 1;
    listener?.(sinceMillis);
    // A request made while drawing counts for the next frame.
    wanted ||= goesOn;
    lastMillis = wanted || held ? timeMillis : undefined;
    schedule();
  };
  page.addEventListener('visibilitychange', schedule);

  return {
    request: () => {
      wanted = true;
      schedule();
    },
    hold: (isHeld) => {
      held = isHeld;
      lastMillis = undefined;
      schedule();
    },
    draw: drawFrame,
    watch: (next) => {
      listener = next;
    },
    get drawnCount() {
      return drawnCount;
    },
    dispose: () => {
      wanted = false;
      if (handle !== undefined) window?.cancelAnimationFrame(handle);
      page.removeEventListener('visibilitychange', schedule);
    },
  };
}
