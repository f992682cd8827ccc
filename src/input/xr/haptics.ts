import type { HeldGrip } from '#contract/preview.ts';
import { verbDistances } from '#contract/verb.ts';
import type { XrFrameSource, XrSide } from '#contract/xr.ts';

/** What a controller does, by what happens to what it holds: strength 0 … 1 and milliseconds. */
const ticks = { read: [0.35, 14], change: [0.7, 28], back: [0.2, 10], torn: [1, 90] } as const;
/** A beam under tension trembles so often, the more the farther it is pulled. */
const tremblingMillis = 60;
const tremblingStrength = 0.4;

/** Lets a controller tell how far a verb is: a tick at each depth, a tremble under tension, a thump. */
export class Haptics {
  readonly #frames: Pick<XrFrameSource, 'rumble'>;
  readonly #side: XrSide;
  #stage: HeldGrip['stage'];
  #lastMillis = 0;

  constructor(frames: Pick<XrFrameSource, 'rumble'>, side: XrSide) {
    this.#frames = frames;
    this.#side = side;
  }

  /** What is held now. */
  follow(held: HeldGrip | undefined, timeMillis: number): void {
    const stage = held?.stage;
    if (held && stage !== this.#stage) this.#tick(stage ?? 'back');
    this.#stage = stage;
    if (held?.grip.verb !== 'pull' || held.isLost) return;
    if (timeMillis - this.#lastMillis < tremblingMillis) return;
    this.#lastMillis = timeMillis;
    const tension = Math.min(1, held.pulledMetres / verbDistances.arms);
    if (tension > 0.05) {
      this.#frames.rumble(this.#side, tension * tremblingStrength, tremblingMillis);
    }
  }

  /** The change was made. */
  thump(): void {
    this.#stage = undefined;
    this.#tick('torn');
  }

  #tick(kind: keyof typeof ticks): void {
    const [strength, millis] = ticks[kind];
    this.#frames.rumble(this.#side, strength, millis);
  }
}
