import type { XrSide } from '#contract/xr.ts';

/** What somebody chose for their comfort in the headset. */
export interface XrComfort {
  /** How the thumbstick moves one: by steps behind a fade, or gliding with a dark edge. */
  readonly moving: 'teleport' | 'slide';
  readonly turnDegrees: 30 | 45;
  /** The hand that points and pulls; the other one holds the menu. */
  readonly mainHand: XrSide;
  /** How much higher than in truth the eyes are: for whoever sits. Metres. */
  readonly raisedMetres: number;
  /** A press holds until the next one, for whoever cannot keep a hand closed. */
  readonly toggleGrip: boolean;
}

export const usualComfort: XrComfort = {
  moving: 'teleport',
  turnDegrees: 30,
  mainHand: 'right',
  raisedMetres: 0,
  toggleGrip: false,
};

/** Eyes of somebody who stands. */
const standingEyesMetres = 1.62;

/** Lifts whoever sits now to the height of somebody who stands; at that height already, back to the truth. */
export function calibratedForSeat(comfort: XrComfort, eyesMetres: number): XrComfort {
  const raisedMetres = comfort.raisedMetres > 0 ? 0 : Math.max(0, standingEyesMetres - eyesMetres);
  return { ...comfort, raisedMetres };
}
