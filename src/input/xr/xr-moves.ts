import { xrScales } from '#contract/xr-command.ts';
import type { XrScale } from '#contract/xr-command.ts';
import type { CityPlacement, XrFrame } from '#contract/xr.ts';
import {
  gazeRadians,
  placementAtRest,
  placementInside,
  placementMoved,
  placementOfTower,
  placementOnFloor,
  placementScaled,
  placementSnapped,
  placementTurned,
  restNear,
} from '#plan/city-placement.ts';
import type { CityPlan } from '#plan/city-plan.ts';
import { calibratedForSeat, usualComfort } from './xr-comfort.ts';
import type { XrComfort } from './xr-comfort.ts';
import type { XrInputWorld } from './xr-world.ts';

/** More than a city that is let go snaps by: a step always leads away from a scale of rest. */
const resizeFactor = 1.25;
/** So far above the street a platform appears underfoot, metres of the room. */
const platformFromMetres = 0.3;
/** Less than that was lost in reckoning. */
const leastMetres = 1e-6;

/**
 * Where whoever is inside goes: only when asked, and the city moves, not they. What a thumbstick, a
 * button and the menu on the wrist ask for ends here. What is asked for while it grows dark goes on
 * from where that leads.
 */
export class XrMoves {
  comfort: XrComfort = usualComfort;
  readonly #world: Pick<XrInputWorld, 'rig' | 'plan' | 'facts'>;
  #frame: XrFrame | undefined;
  #rest: XrScale = 'street';
  #layer: number | undefined;
  /** By so much the city stands lower than in truth now, for whoever sits; room metres, whatever its scale. */
  #raisedMetres = 0;

  constructor(world: Pick<XrInputWorld, 'rig' | 'plan' | 'facts'>) {
    this.#world = world;
  }

  /** The floor one was lifted to; undefined on the street. */
  get liftedLayer(): number | undefined {
    return this.#layer;
  }

  get rest(): XrScale {
    return this.#rest;
  }

  /** The frame that all is seen from. To be called before the rest of it. */
  follow(frame: XrFrame): void {
    this.#frame = frame;
  }

  /** Into the middle of the city, behind a fade; the newest or the selected tower straight ahead. */
  goInside(): boolean {
    const { plan, frame } = this.#here();
    if (!plan || !frame) return false;
    this.#layer = undefined;
    this.#rest = 'street';
    this.#fadeTo(placementInside(plan, frame.head, this.#position(plan)));
    return true;
  }

  restAt(rest: XrScale): void {
    const { plan, frame } = this.#here();
    if (!plan || !frame) return;
    this.#layer = undefined;
    this.#rest = rest;
    this.#fadeTo(placementAtRest(plan, rest, frame.head, this.#position(plan)));
  }

  /** Table, room, street, and again. */
  nextRest(): void {
    const next = xrScales[(xrScales.indexOf(this.#rest) + 1) % xrScales.length];
    this.restAt(next ?? 'street');
  }

  /** A token's tower life-size within reach. */
  bringTower(position: number): void {
    const { plan, frame } = this.#here();
    const place = plan?.towers[position];
    if (!place || !frame) return;
    this.#layer = undefined;
    this.#rest = 'street';
    this.#fadeTo(placementOfTower(place, frame.head));
  }

  /** Up to a floor, or down to the street. */
  liftTo(layer: number | undefined): void {
    const { plan } = this.#here();
    if (!plan || layer === this.#layer) return;
    this.#layer = layer;
    this.#fadeTo(placementOnFloor(this.#world.rig.goal, plan, layer));
  }

  /** A step behind a fade. @param landing - a place on the floor, room metres. */
  stepTo(landing: { readonly x: number; readonly y: number; readonly z: number }): void {
    const { frame } = this.#here();
    if (!frame) return;
    const { x, z } = frame.head.point;
    const { rig } = this.#world;
    rig.fadeTo(placementMoved(rig.goal, { x, y: 0, z }, { ...landing, y: 0 }));
  }

  /** @param direction - 1 to one's right, −1 to one's left. */
  turn(direction: 1 | -1): void {
    const { frame } = this.#here();
    if (!frame) return;
    const radians = (direction * this.comfort.turnDegrees * Math.PI) / 180;
    const { rig } = this.#world;
    const turned = placementTurned(rig.goal, frame.head.point, radians);
    if (rig.isFading) rig.fadeTo(turned);
    else rig.place(turned);
  }

  /**
   * Grows or shrinks the city by a step: about the feet of whoever stands in it, on its own place where
   * it stands before them.
   */
  resize(direction: 1 | -1): void {
    const { plan, frame } = this.#here();
    if (!plan || !frame) return;
    const placement = this.#lowered(this.#world.rig.goal);
    const { x, z } = frame.head.point;
    const at = this.#rest === 'street' ? { x, y: 0, z } : placement.origin;
    const scaled = placementScaled(placement, at, resizeFactor ** direction);
    const resized = placementSnapped(scaled, plan, at);
    this.#rest = restNear(plan, resized.scale);
    this.#fadeTo(resized);
  }

  /** Glides over the street, metres to the right and ahead of where one looks. */
  slide(rightMetres: number, aheadMetres: number): void {
    const { frame } = this.#here();
    const { rig } = this.#world;
    // It is dark in a moment, and what was asked for would be lost.
    if (!frame || rig.isFading) return;
    const gaze = gazeRadians(frame.head);
    const [cos, sin] = [Math.cos(gaze), Math.sin(gaze)];
    const { origin } = rig.placement;
    const x = origin.x - rightMetres * cos - aheadMetres * sin;
    const z = origin.z + rightMetres * sin - aheadMetres * cos;
    rig.place({ ...rig.placement, origin: { x, y: origin.y, z } });
  }

  /** For whoever sits: eyes at the height of somebody who stands, and back. */
  calibrateSeat(): void {
    const { frame } = this.#here();
    if (!frame) return;
    this.comfort = calibratedForSeat(this.comfort, frame.head.point.y);
    this.#fadeTo(this.#lowered(this.#world.rig.goal));
  }

  /** Takes over what hands did to the city. */
  notePlaced(placement: CityPlacement): void {
    const { plan } = this.#here();
    if (plan) {
      this.#rest = restNear(plan, placement.scale);
      this.#raisedMetres = this.#raise();
    }
    const lowered = this.#lowered(placement);
    this.#world.rig.guides.hasPlatform = isAbove(lowered);
    if (lowered.origin.y > -leastMetres) this.#layer = undefined;
  }

  /**
   * Eyes are raised in the city, however large it is; before them, on a table or as high as a room, it
   * stands as its reader sits.
   *
   * @param placement - as whoever stands sees it.
   */
  #fadeTo(placement: CityPlacement): void {
    const { rig } = this.#world;
    this.#raisedMetres = this.#raise();
    rig.guides.hasPlatform = isAbove(placement);
    rig.fadeTo(withHeight(placement, placement.origin.y - this.#raisedMetres));
  }

  #raise(): number {
    return this.#rest === 'street' ? this.comfort.raisedMetres : 0;
  }

  /** A placement as whoever stands would see it. */
  #lowered(placement: CityPlacement): CityPlacement {
    return withHeight(placement, placement.origin.y + this.#raisedMetres);
  }

  /** What stands ahead when one comes in: what is selected, else what the replay has reached. */
  #position({ tokenCount }: CityPlan): number {
    const { selectedPosition, cursor } = this.#world.facts();
    return Math.min(tokenCount - 1, Math.max(0, selectedPosition ?? cursor.position));
  }

  #here(): { readonly plan: CityPlan | undefined; readonly frame: XrFrame | undefined } {
    return { plan: this.#world.plan(), frame: this.#frame };
  }
}

function withHeight(placement: CityPlacement, y: number): CityPlacement {
  return { ...placement, origin: { ...placement.origin, y } };
}

function isAbove({ origin }: CityPlacement): boolean {
  return origin.y < -platformFromMetres;
}
