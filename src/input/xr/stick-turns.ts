const pushedFrom = 0.7;
const backBelow = 0.4;

/** A thumbstick pushed to a side counts once, until it comes back. */
export class StickTurns {
  #isPushed = false;

  /** 1 right, −1 left, 0 nothing new. @param along - the other axis: pushed more that way it is no turn. */
  read(right: number, along: number): -1 | 0 | 1 {
    const size = Math.abs(right);
    if (size < backBelow) this.#isPushed = false;
    if (this.#isPushed || size < pushedFrom || size < Math.abs(along)) return 0;
    this.#isPushed = true;
    return right > 0 ? 1 : -1;
  }
}
