import { TapCounter, tapSlopPixels, type EmitGesture, type PointerSample } from '#input/actor.ts';

interface Finger {
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
}

/** Fingers tremble more than a mouse. */
const slopPixels = tapSlopPixels * 2;

/**
 * Fingers: one turns, two move across by their middle and come nearer by their distance, a short
 * touch that stays put is a tap. A third finger is ignored. After two fingers the remaining one does
 * not turn the view: it is on its way up.
 */
export class TouchGestures {
  readonly #emit: EmitGesture;
  readonly #fingers = new Map<number, Finger>();
  readonly #taps = new TapCounter();
  #isTap = false;
  #hadTwo = false;

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
        this.#isTap = false;
        this.#lift(sample.pointerId);
        break;
      case 'leave':
        break;
    }
  }

  #press({ pointerId, x, y }: PointerSample): void {
    if (this.#fingers.size >= 2) return;
    this.#fingers.set(pointerId, { startX: x, startY: y, x, y });
    this.#hadTwo = this.#fingers.size === 2;
    this.#isTap = !this.#hadTwo;
  }

  #move({ pointerId, x, y }: PointerSample): void {
    const finger = this.#fingers.get(pointerId);
    if (finger === undefined) return;
    const other = this.#otherThan(finger);
    if (other !== undefined) {
      this.#moveTwo(finger, other, { x, y });
    } else if (!this.#hadTwo) {
      const travel = Math.hypot(x - finger.startX, y - finger.startY);
      if (this.#isTap && travel < slopPixels) return;
      this.#isTap = false;
      this.#emit({ kind: 'orbit', dx: x - finger.x, dy: y - finger.y });
    }
    finger.x = x;
    finger.y = y;
  }

  #moveTwo(finger: Finger, other: Finger, to: { readonly x: number; readonly y: number }): void {
    const before = Math.hypot(finger.x - other.x, finger.y - other.y);
    const after = Math.hypot(to.x - other.x, to.y - other.y);
    this.#emit({ kind: 'pan', dx: (to.x - finger.x) / 2, dy: (to.y - finger.y) / 2 });
    if (before > 1 && after > 1) this.#emit({ kind: 'dolly', factor: before / after });
  }

  #release({ pointerId, x, y, timeMillis }: PointerSample): void {
    if (!this.#fingers.has(pointerId)) return;
    this.#lift(pointerId);
    if (!this.#isTap) return;
    this.#isTap = false;
    const point = { x, y };
    const isDouble = this.#taps.count(point, timeMillis);
    this.#emit(isDouble ? { kind: 'double-tap', point } : { kind: 'tap', point, touch: true });
  }

  #lift(pointerId: number): void {
    this.#fingers.delete(pointerId);
    if (this.#fingers.size === 0) this.#hadTwo = false;
  }

  #otherThan(finger: Finger): Finger | undefined {
    for (const each of this.#fingers.values()) if (each !== finger) return each;
    return undefined;
  }
}
