import type { Point } from '#plan/board-pose.ts';

/** Joints of a hand as WebXR counts them (WebXR Hand Input Module, 3). */
export const jointCount = 25;
const wrist = 0;
const thumbTip = 4;
const indexTip = 9;
/** First and last joint of each finger that closes to a fist. */
const fingers = [
  { first: 5, tip: 9 },
  { first: 10, tip: 14 },
  { first: 15, tip: 19 },
  { first: 20, tip: 24 },
] as const;
/** Between the tips of thumb and forefinger: a closed pinch and an open one, metres. */
const pinchMetres = { closed: 0.016, open: 0.05 } as const;
/** Way from a finger's root to its tip, as a share of its bones: in a fist and stretched. */
const curl = { closed: 0.55, open: 0.8 } as const;

/** Where the joints of a bare hand are, room metres, and what they mean. No array is made per frame. */
export class HandJoints {
  /** [joint, 4]: x, y, z in the room and the joint's radius. */
  readonly pointsArray = new Float32Array(jointCount * 4);
  readonly #matrices = new Float32Array(jointCount * 16);
  readonly #radii = new Float32Array(jointCount);
  #hand: XRHand | undefined;
  #spaces: XRJointSpace[] = [];

  /** Returns whether the hand is seen; where not, the joints stay where they were. */
  read(frame: XRFrame, hand: XRHand, space: XRReferenceSpace): boolean {
    if (this.#hand !== hand) {
      this.#hand = hand;
      this.#spaces = [...hand.values()];
    }
    if (frame.fillPoses?.(this.#spaces, space, this.#matrices) !== true) return false;
    frame.fillJointRadii?.(this.#spaces, this.#radii);
    for (let joint = 0; joint < jointCount; joint += 1) {
      const from = joint * 16 + 12;
      const to = joint * 4;
      this.pointsArray[to] = this.#matrices[from] ?? 0;
      this.pointsArray[to + 1] = this.#matrices[from + 1] ?? 0;
      // The room is left-handed.
      this.pointsArray[to + 2] = -(this.#matrices[from + 2] ?? 0);
      this.pointsArray[to + 3] = this.#radii[joint] ?? 0.008;
    }
    return true;
  }

  /** 0: open, 1: thumb and forefinger meet. */
  get pinch(): number {
    const { closed, open } = pinchMetres;
    return share((open - this.#between(thumbTip, indexTip)) / (open - closed));
  }

  /** 0: open, 1: a fist; as far as its least bent finger. */
  get fist(): number {
    let least = 1;
    for (const { first, tip } of fingers) {
      let bones = 0;
      for (let joint = first; joint < tip; joint += 1) bones += this.#between(joint, joint + 1);
      const stretched = this.#between(first, tip) / Math.max(1e-3, bones);
      least = Math.min(least, share((curl.open - stretched) / (curl.open - curl.closed)));
    }
    return least;
  }

  /** Writes the middle between the tips of thumb and forefinger. */
  pinchPoint(out: Point): void {
    out.x = (this.#at(thumbTip, 0) + this.#at(indexTip, 0)) / 2;
    out.y = (this.#at(thumbTip, 1) + this.#at(indexTip, 1)) / 2;
    out.z = (this.#at(thumbTip, 2) + this.#at(indexTip, 2)) / 2;
  }

  /** Writes the forefinger's tip. */
  tip(out: Point): void {
    out.x = this.#at(indexTip, 0);
    out.y = this.#at(indexTip, 1);
    out.z = this.#at(indexTip, 2);
  }

  /** Writes the palm's middle, its outward direction and that of the fingers. */
  palm(out: { readonly point: Point; readonly out: Point; readonly along: Point }): void {
    const middle = 11;
    out.point.x = (this.#at(wrist, 0) + this.#at(middle, 0)) / 2;
    out.point.y = (this.#at(wrist, 1) + this.#at(middle, 1)) / 2;
    out.point.z = (this.#at(wrist, 2) + this.#at(middle, 2)) / 2;
    // A joint's y points out of the back of the hand, its z away from the tips.
    this.#axis(out.out, 1);
    this.#axis(out.along, 2);
  }

  #axis(out: Point, column: number): void {
    const from = wrist * 16 + column * 4;
    out.x = -(this.#matrices[from] ?? 0);
    out.y = -(this.#matrices[from + 1] ?? 0);
    out.z = this.#matrices[from + 2] ?? 0;
  }

  #at(joint: number, axis: number): number {
    return this.pointsArray[joint * 4 + axis] ?? 0;
  }

  #between(a: number, b: number): number {
    return Math.hypot(
      this.#at(a, 0) - this.#at(b, 0),
      this.#at(a, 1) - this.#at(b, 1),
      this.#at(a, 2) - this.#at(b, 2),
    );
  }
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}
