import type { Ray, Vec3 } from '#contract/preview.ts';

/**
 * One reading of whatever a person points and takes hold with: the same for a mouse, a finger, a
 * controller and a hand. Plain data: a list of readings replays.
 */
export interface Actor {
  /** 'mouse', 'touch-3', 'left', 'right' …: its entry among what is held. */
  readonly id: string;
  readonly device: 'mouse' | 'touch' | 'controller' | 'hand';
  /** Where it points, city metres. */
  readonly ray: Ray;
  /** The middle of its pinch or fist, city metres; for a mouse or a finger the eye. */
  readonly pinchPoint: Vec3;
  /** The same hand in its own metres, y up: how far it moved, whatever the city's scale. */
  readonly handPoint: Vec3;
  /** 0 … 1: how far it is closed to hold something. */
  readonly grab: number;
  /** 0 … 1: how far its trigger or pinch is pressed to choose something. */
  readonly select: number;
  /** 0 … 1: how well it is tracked; 0 while it is not seen. */
  readonly confidence: number;
  readonly timeMillis: number;
}

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
