/** One reading of a pointing device. Positions are CSS pixels from the canvas's top left. */
export interface PointerSample {
  readonly phase: 'down' | 'move' | 'up' | 'cancel' | 'leave';
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
  /** Button that went down or up: 0 first, 1 middle, 2 second. */
  readonly button: number;
  readonly shiftKey: boolean;
  /** The event's own time stamp. */
  readonly timeMillis: number;
}

export interface CanvasPoint {
  readonly x: number;
  readonly y: number;
}

/** What a hand on a device means, before it is known what lies under it. Lengths in CSS pixels. */
export type Gesture =
  | { readonly kind: 'orbit'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  /** Multiplies the distance to what is looked at. */
  | { readonly kind: 'dolly'; readonly factor: number }
  | { readonly kind: 'hover'; readonly point: CanvasPoint }
  | { readonly kind: 'leave' }
  | { readonly kind: 'tap'; readonly point: CanvasPoint; readonly touch: boolean }
  | { readonly kind: 'double-tap'; readonly point: CanvasPoint };

export type EmitGesture = (gesture: Gesture) => void;

/** A press that moved less than this is a tap, not a drag. */
export const tapSlopPixels = 6;
/** Two taps closer than this in time and {@link doubleTapSlopPixels} in place are one double tap. */
const doubleTapMillis = 350;
const doubleTapSlopPixels = 24;

/** Tells a double tap from two single ones. */
export class TapCounter {
  #last: (CanvasPoint & { readonly timeMillis: number }) | undefined;

  /** True when this tap completes a double tap. */
  count(point: CanvasPoint, timeMillis: number): boolean {
    const last = this.#last;
    const isSecond =
      last !== undefined &&
      timeMillis - last.timeMillis <= doubleTapMillis &&
      Math.hypot(point.x - last.x, point.y - last.y) <= doubleTapSlopPixels;
    this.#last = isSecond ? undefined : { ...point, timeMillis };
    return isSecond;
  }
}
