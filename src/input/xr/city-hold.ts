import type { Vec3 } from '#contract/preview.ts';
import type { CityPlacement, XrFrame, XrRig, XrSide } from '#contract/xr.ts';
import { placementScaled, placementSnapped, placementTurned } from '#plan/city-placement.ts';
import { middleOf, placementHeld } from '#plan/two-hand-move.ts';
import type { Hold } from '#plan/two-hand-move.ts';
import type { XrMoves } from './xr-moves.ts';
import type { XrInputWorld } from './xr-world.ts';

/** With one hand: a stick pushed all the way for a second turns so far and scales so much. */
const turnRadiansPerSecond = 1.2;
const growthPerSecond = 2;
const deadZone = 0.2;

/**
 * The city itself in one hand or two: hands that close in empty air move, turn and scale it. With one
 * hand its thumbstick turns and scales.
 */
export class CityHold {
  readonly #rig: XrRig;
  readonly #plan: XrInputWorld['plan'];
  readonly #moves: Pick<XrMoves, 'notePlaced'>;
  readonly #sides = new Set<XrSide>();
  #start: CityPlacement | undefined;
  #from: Hold | undefined;

  constructor(
    { rig, plan }: Pick<XrInputWorld, 'rig' | 'plan'>,
    moves: Pick<XrMoves, 'notePlaced'>,
  ) {
    this.#rig = rig;
    this.#plan = plan;
    this.#moves = moves;
  }

  take(side: XrSide): void {
    this.#sides.add(side);
    this.#start = this.#from = undefined;
  }

  /** Let go by the last hand near a scale of rest, the city rests there. */
  release(side: XrSide): void {
    if (!this.#sides.delete(side)) return;
    const from = this.#from;
    this.#start = undefined;
    // Kept for a second hand that opens in the same frame.
    if (this.#sides.size === 0) this.#from = undefined;
    const plan = this.#plan();
    if (this.#sides.size > 0 || !plan || !from || this.#rig.isFading) return;
    this.#place(placementSnapped(this.#rig.placement, plan, middleOf(from)));
  }

  /** Lets go where the city is. */
  drop(): void {
    this.#sides.clear();
    this.#start = this.#from = undefined;
  }

  /** Follows the hands that are seen; with one of two lost, or on the way to another place, the city waits. */
  follow({ devices, deltaMillis }: XrFrame): void {
    if (this.#sides.size === 0) return;
    if (this.#rig.isFading) {
      this.#start = this.#from = undefined;
      return;
    }
    const hands: Vec3[] = [];
    for (const side of this.#sides) {
      const { gripPoint, isTracked } = devices[side];
      if (!isTracked) {
        this.#start = undefined;
        return;
      }
      hands.push({ ...gripPoint });
    }
    const [first, second] = hands;
    if (!first) return;
    const hold: Hold = second ? [first, second] : [first];
    if (this.#start && this.#from) this.#place(placementHeld(this.#start, this.#from, hold));
    const isSteered = !second && this.#steer(devices, deltaMillis / 1000, first);
    if (this.#start && !isSteered) return;
    this.#start = this.#rig.placement;
    this.#from = hold;
  }

  #place(placement: CityPlacement): void {
    this.#rig.place(placement);
    this.#moves.notePlaced(placement);
  }

  #steer(devices: XrFrame['devices'], seconds: number, at: Vec3): boolean {
    const [side] = this.#sides;
    const stick = side && devices[side].stick;
    if (!stick) return false;
    let { placement } = this.#rig;
    const before = placement;
    if (Math.abs(stick.right) > deadZone) {
      placement = placementTurned(placement, at, -stick.right * turnRadiansPerSecond * seconds);
    }
    if (Math.abs(stick.ahead) > deadZone) {
      placement = placementScaled(placement, at, growthPerSecond ** (stick.ahead * seconds));
    }
    if (placement === before) return false;
    this.#place(placement);
    return true;
  }
}
