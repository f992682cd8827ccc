import { TapCounter, tapSlopPixels, type EmitGesture, type PointerSample } from '#input/actor.ts';

/** Radians are the rig's business; a wheel step's share of the distance is ours. */
const dollyPerWheelPixel = 0.0014;
const dollyPerPinchPixel = 0.011;
const pixelsPerWheelLine = 18;
const largestWheelPixels = 240;

/** A wheel event as the browser reports it; `deltaMode` 0 pixels, 1 lines, 2 pages. */
export interface WheelSample {
  readonly deltaY: number;
  readonly deltaMode: number;
  /** Set by browsers for a pinch on a trackpad. */
  readonly ctrlKey: boolean;
}

/** Factor on the distance that one wheel event asks for; above 1 is farther. */
export function dollyFactor({ deltaY, deltaMode, ctrlKey }: WheelSample): number {
  const pixels =
    deltaMode === 0 ? deltaY : deltaY * pixelsPerWheelLine * (deltaMode === 2 ? 10 : 1);
  const limited = Math.max(-largestWheelPixels, Math.min(largestWheelPixels, pixels));
  return Math.exp(limited * (ctrlKey ? dollyPerPinchPixel : dollyPerWheelPixel));
}

interface Drag {
  readonly pointerId: number;
  readonly kind: 'orbit' | 'pan';
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
  isMoving: boolean;
}

/**
 * Mouse or pen: first button turns, second or middle button or shift moves across, a press that
 * stays put is a tap, and without a button the pointer hovers.
 */
export class MouseGestures {
  readonly #emit: EmitGesture;
  readonly #taps = new TapCounter();
  #drag: Drag | undefined;

  constructor(emit: EmitGesture) {
    this.#emit = emit;
  }

  feed(sample: PointerSample): void {
    switch (sample.phase) {
      case 'down':
        this.#press(sample);
        break;
      case 'move':
        this.#move(sample);
        break;
      case 'up':
        this.#release(sample);
        break;
      case 'cancel':
        this.#drag = undefined;
        break;
      case 'leave':
        if (this.#drag === undefined) this.#emit({ kind: 'leave' });
        break;
    }
  }

  #press({ pointerId, button, shiftKey, x, y }: PointerSample): void {
    if (this.#drag !== undefined) return;
    const kind = button === 0 && !shiftKey ? 'orbit' : 'pan';
    this.#drag = { pointerId, kind, startX: x, startY: y, x, y, isMoving: false };
  }

  #move({ pointerId, x, y }: PointerSample): void {
    const drag = this.#drag;
    if (drag?.pointerId !== pointerId) {
      if (drag === undefined) this.#emit({ kind: 'hover', point: { x, y } });
      return;
    }
    drag.isMoving ||= Math.hypot(x - drag.startX, y - drag.startY) >= tapSlopPixels;
    if (!drag.isMoving) return;
    this.#emit({ kind: drag.kind, dx: x - drag.x, dy: y - drag.y });
    drag.x = x;
    drag.y = y;
  }

  #release({ pointerId, x, y, timeMillis }: PointerSample): void {
    const drag = this.#drag;
    if (drag?.pointerId !== pointerId) return;
    this.#drag = undefined;
    if (drag.isMoving || drag.kind === 'pan') return;
    const point = { x, y };
    const isDouble = this.#taps.count(point, timeMillis);
    this.#emit(isDouble ? { kind: 'double-tap', point } : { kind: 'tap', point, touch: false });
  }
}
