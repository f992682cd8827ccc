/** One drawn frame. The clock is the animation frame's own, so a paused page does not jump. */
export interface CityFrame {
  readonly timeMillis: number;
  /** Since the frame before, at most 100; 0 after a rest. */
  readonly deltaMillis: number;
}
