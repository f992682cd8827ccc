/** How long a stop stays by itself: seven of them take a minute and a half. */
export const stopMillis = 13_000;
const tickMillis = 500;

export interface TourClockOptions {
  /** Does something once, that many milliseconds from now. */
  readonly later: (work: () => void, millis: number) => void;
  /** Whether time counts now. */
  readonly counts: () => boolean;
  /** How much of the stop's time has passed, 0 … 1. */
  readonly onShare: (share: number) => void;
  readonly onDone: () => void;
}

/** Counts the time that one stop is looked at; in a hidden tab nobody looks. */
export class TourClock {
  readonly #options: TourClockOptions;
  #elapsedMillis = 0;
  #isTicking = false;
  #isOver = false;

  constructor(options: TourClockOptions) {
    this.#options = options;
  }

  /** A new stop: its time begins. */
  restart(): void {
    this.#elapsedMillis = 0;
    this.#options.onShare(0);
    this.goOn();
  }

  /** To be called whenever time may count again. */
  goOn(): void {
    if (this.#isTicking || this.#isOver || !this.#options.counts()) return;
    this.#isTicking = true;
    this.#options.later(this.#tick, tickMillis);
  }

  dispose(): void {
    this.#isOver = true;
  }

  readonly #tick = (): void => {
    this.#isTicking = false;
    if (this.#isOver || !this.#options.counts()) return;
    if (!document.hidden) this.#elapsedMillis += tickMillis;
    this.#options.onShare(Math.min(1, this.#elapsedMillis / stopMillis));
    if (this.#elapsedMillis >= stopMillis) this.#options.onDone();
    else this.goOn();
  };
}
