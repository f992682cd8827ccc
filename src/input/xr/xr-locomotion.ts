import { xrSides } from '#contract/xr.ts';
import type { XrDevice, XrFrame, XrRig, XrSide } from '#contract/xr.ts';
import { arcLanding } from '#plan/teleport-arc.ts';
import { StickTurns } from './stick-turns.ts';
import type { XrMoves } from './xr-moves.ts';

const aimsFrom = 0.7;
const goesBelow = 0.3;
const deadZone = 0.15;
/** Slow enough to bear, with a dark edge. */
const slideMetresPerSecond = 1.4;
const slideVignette = 0.75;

/** Thumbsticks: forward throws an arc and a step follows, aside turns; or, by choice, they glide. */
export class XrLocomotion {
  readonly #rig: XrRig;
  readonly #moves: XrMoves;
  readonly #turns: Readonly<Record<XrSide, StickTurns>> = {
    left: new StickTurns(),
    right: new StickTurns(),
  };
  /** Pushed while its hand held something or was not seen: a stick counts again once it was at rest. */
  readonly #isSpent: Record<XrSide, boolean> = { left: false, right: false };
  #aims: XrSide | undefined;

  constructor(rig: XrRig, moves: XrMoves) {
    this.#rig = rig;
    this.#moves = moves;
  }

  /** @param isBusy - a hand that holds something steers that instead. */
  follow(frame: XrFrame, isBusy: (side: XrSide) => boolean): void {
    let glide = 0;
    for (const side of xrSides) {
      const device = frame.devices[side];
      const { moving, mainHand } = this.#moves.comfort;
      const isGlider = moving === 'slide' && side !== mainHand;
      if (isBusy(side) || (!device.isTracked && !isGlider)) this.#spend(side);
      // Gliding needs to know no place of the hand, and goes on when it is seen again.
      if (isBusy(side) || !device.isTracked) continue;
      if (pushOf(device) < goesBelow) this.#isSpent[side] = false;
      if (this.#isSpent[side]) continue;
      if (isGlider) glide = this.#glide(device, frame.deltaMillis / 1000);
      else this.#step(device);
    }
    this.#rig.guides.vignette = glide * slideVignette;
  }

  /** Shows the arc of a hand that aims. */
  aim({ side, ray }: XrDevice): void {
    const { guides } = this.#rig;
    guides.arcFrom = side;
    Object.assign(guides.arcEnd, arcLanding(ray));
  }

  /** Goes where the arc comes down. */
  go(): void {
    const { guides } = this.#rig;
    if (guides.arcFrom) this.#moves.stepTo(guides.arcEnd);
    guides.arcFrom = undefined;
  }

  /** No step follows from what is aimed or pushed now. */
  drop(): void {
    for (const side of xrSides) this.#spend(side);
    this.stopAiming();
    this.#rig.guides.vignette = 0;
  }

  /** An arc that is shown leads nowhere. */
  stopAiming(): void {
    this.#rig.guides.arcFrom = undefined;
  }

  #spend(side: XrSide): void {
    this.#isSpent[side] = true;
    if (this.#aims !== side) return;
    this.#aims = undefined;
    this.stopAiming();
  }

  #step(device: XrDevice): void {
    const { side, stick } = device;
    if (this.#aims === side) {
      this.aim(device);
      if (pushOf(device) > goesBelow) return;
      this.#aims = undefined;
      this.go();
      return;
    }
    if (this.#aims === undefined && stick.ahead >= aimsFrom) {
      this.#aims = side;
      this.aim(device);
      return;
    }
    const turn = this.#turns[side].read(stick.right, stick.ahead);
    if (turn !== 0) this.#moves.turn(turn);
  }

  /** Returns how fast it goes, 0 … 1. */
  #glide(device: XrDevice, seconds: number): number {
    const speed = Math.min(1, pushOf(device));
    if (speed < deadZone) return 0;
    const { stick } = device;
    const metres = slideMetresPerSecond * seconds;
    this.#moves.slide(stick.right * metres, stick.ahead * metres);
    return speed;
  }
}

/** How far a thumbstick is from its rest. */
function pushOf({ stick }: XrDevice): number {
  return Math.hypot(stick.right, stick.ahead);
}
