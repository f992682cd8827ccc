import type { Target } from '#contract/intent.ts';
import { isSameTarget } from '#contract/same-target.ts';
import type { Grip } from '#contract/verb.ts';
import type { XrFrame, XrSide } from '#contract/xr.ts';
import { pointingSide, xrSides } from '#contract/xr.ts';
import { cityPointOf, cityRayOf } from '#plan/city-placement.ts';
import { aimedAt } from './aimed-at.ts';
import type { XrInputWorld } from './xr-world.ts';

/** Picking is dear: so often is often enough to feel at once. */
const hoverMillis = 40;
/** A ray that meets nothing is seen so far, metres of the room. */
const idleReachMetres = 1.5;
const farthestMetres = 30;

/** What the hand that points, points at: the preview's hover and handle, and how long its ray is drawn. */
export class XrHover {
  readonly #world: XrInputWorld;
  #lastMillis = 0;

  constructor(world: XrInputWorld) {
    this.#world = world;
  }

  /** @param isBusy - a hand that holds something points at nothing. */
  follow(frame: XrFrame, mainHand: XrSide, isBusy: (side: XrSide) => boolean): void {
    const { rig, boards } = this.#world;
    const side = pointingSide(frame.devices, mainHand);
    for (const each of xrSides) {
      const pointer = rig.guides.pointers[each];
      const isHidden = each !== side || isBusy(each);
      const toBoard = isBusy(each) ? undefined : boards?.reachOf(each);
      if (toBoard !== undefined) {
        pointer.reachMetres = toBoard;
        pointer.isOnTarget = true;
      } else if (isHidden) pointer.reachMetres = 0;
    }
    if (side === undefined || isBusy(side) || boards?.reachOf(side) !== undefined) {
      this.clear();
      return;
    }
    if (frame.timeMillis - this.#lastMillis < hoverMillis) return;
    this.#lastMillis = frame.timeMillis;
    this.#point(frame, side);
  }

  clear(): void {
    const { preview } = this.#world;
    const { hover, handle } = preview.state;
    if (hover || handle) preview.set({ hover: undefined, handle: undefined });
  }

  #point({ devices }: XrFrame, side: XrSide): void {
    const { rig } = this.#world;
    const { placement } = rig;
    const { ray, gripPoint } = devices[side];
    const cityRay = cityRayOf(placement, ray);
    const { gripped, nearest } = aimedAt(this.#world, cityRay, cityPointOf(placement, gripPoint));
    const handle = gripped?.isHandle === true ? gripped : undefined;
    const pointer = rig.guides.pointers[side];
    pointer.isOnTarget = nearest !== undefined;
    pointer.reachMetres = nearest
      ? Math.min(farthestMetres, nearest.distanceMetres * placement.scale)
      : idleReachMetres;
    this.#show(nearest?.target, handle?.grip);
  }

  #show(target: Target | undefined, handle: Grip | undefined): void {
    const { preview } = this.#world;
    const { hover, handle: before } = preview.state;
    const isSame = hover && target ? isSameTarget(hover, target) : hover === target;
    if (isSame && before?.verb === handle?.verb && before?.layer === handle?.layer) return;
    preview.set({ hover: target, handle, focus: undefined });
  }
}
