/** A trigger or a pinch that counts as pressed, and where it has opened again: apart, so that it does not flutter. */
const pressedFrom = 0.6;
const openBelow = 0.4;

/** Turns how far something is closed (0 … 1) into presses and releases. */
export class Press {
  #isDown = false;
  /** What the last reading was: an edge, or nothing new. */
  edge: 'down' | 'up' | undefined;

  get isDown(): boolean {
    return this.#isDown;
  }

  read(closed: number): void {
    const isDown = this.#isDown ? closed > openBelow : closed >= pressedFrom;
    this.edge = isDown === this.#isDown ? undefined : isDown ? 'down' : 'up';
    this.#isDown = isDown;
  }
}
