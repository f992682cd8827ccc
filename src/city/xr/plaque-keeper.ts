import type { Site } from '#contract/hook-site.ts';
import type { Target } from '#contract/intent.ts';
import type { Preview, Ray, Vec3 } from '#contract/preview.ts';
import type { XrFrame, XrRig, XrSide } from '#contract/xr.ts';
import { cityRayOf, gazeRadians, roomPoint } from '#plan/city-placement.ts';
import type { Picked } from '#plan/pick-scene.ts';
import type { ReadableStore } from '#store/read.ts';
import { chosenModel } from '#view/chosen-model.ts';
import { heldBlocks, hoverBlocks, pinnedBlocks, resultBlocks } from '#view/room/plaques.ts';
import type { BoardPencil } from './board-pencil.ts';
import { BoardSlot } from './board-slot.ts';
import { placePlaque, plaqueDistance } from './plaque-place.ts';

export interface PlaqueWorld {
  readonly store: ReadableStore;
  readonly preview: Preview;
  readonly rig: XrRig;
  /** What a ray meets first, city metres. */
  readonly pickRay: (ray: Ray) => Picked | undefined;
  /** Asks for exact rows. */
  readonly requestValues: (site: Site, layer: number, position: number) => void;
}

/**
 * Beside what one looks at, what is kept in view to one side, both answers to the other; and below it,
 * as on lecterns, so that they cover the street and not the towers.
 */
const besideDegrees = 30;
const belowSlope = 0.44;
/** A plaque that stays is looked for again once its reader has gone so far. */
const strayMetres = 0.8;
/** The city has moved: what may stand in a plaque's way now is looked up so often at most. */
const clearMillis = 300;

/** A plaque that stays where it was put, seen from where its reader was. */
class Stay {
  readonly slot: BoardSlot;
  readonly side: XrSide;
  readonly direction = { x: 0, y: 0, z: 1 };
  readonly from = { x: 0, y: 0, z: 0 };
  /** What it is about: put up anew where that changes. */
  about: unknown = undefined;
  isPut = false;
  /** Of its picture when it was placed: what it says now may need more room. */
  height = 0;

  constructor(slot: BoardSlot, side: XrSide) {
    this.slot = slot;
    this.side = side;
  }
}

/** What is said in the room about things: pointed at, held, kept in view, and both answers. */
export class PlaqueKeeper {
  readonly hover = new BoardSlot('hover');
  readonly held = new BoardSlot('held');
  readonly #pinned = new Stay(new BoardSlot('pinned'), 'right');
  readonly #result = new Stay(new BoardSlot('result'), 'left');
  readonly #world: PlaqueWorld;
  /** What the hover's plaque was put up for. */
  #target: Target | undefined;
  readonly #eyes = { x: 0, y: 0, z: 0 };
  readonly #away = { x: 0, y: 0, z: 1 };
  #hoverHeight = 0;
  #isResultAway = false;
  #changes: unknown;
  #placement: unknown;
  #clearedMillis = 0;
  #roomCount = 0;

  constructor(world: PlaqueWorld) {
    this.#world = world;
  }

  get pinned(): BoardSlot {
    return this.#pinned.slot;
  }

  get result(): BoardSlot {
    return this.#result.slot;
  }

  /** The answers' plaque is put away until something else is changed. */
  putResultAway(): void {
    this.#isResultAway = true;
  }

  /** What they say now. To be called when the store or what is pointed at changed. */
  say(pencil: BoardPencil, isAimedAtBoard: boolean): void {
    const { store, preview } = this.#world;
    const { state } = store;
    const { hover, held } = preview.state;
    const first = held[0];
    const target = first || isAimedAtBoard ? undefined : hover;
    this.hover.say(target ? hoverBlocks(target, store) : [], pencil);
    this.held.say(first ? heldBlocks(first, state) : [], pencil);
    this.#pinned.slot.say(pinnedBlocks(store), pencil);
    if (this.#changes !== state.changes) this.#isResultAway = false;
    this.#changes = state.changes;
    this.#result.slot.say(this.#isResultAway ? [] : resultBlocks(state), pencil);
    this.#want(target);
    this.#want(state.pinned ?? undefined);
  }

  /** Where they stood is in another room: each is put up anew. */
  forgetPlaces(): void {
    this.#target = undefined;
    this.#pinned.isPut = this.#result.isPut = false;
  }

  /** Where they stand. @param pointing - the side whose ray the preview's hover comes from. */
  follow(frame: XrFrame, pointing: XrSide): void {
    const { preview, store } = this.#world;
    if (frame.roomCount !== this.#roomCount) this.forgetPlaces();
    this.#roomCount = frame.roomCount;
    const { hover } = preview.state;
    if (this.hover.isEmpty) this.#target = undefined;
    else if (hover !== this.#target) {
      this.#target = hover;
      this.#aim(frame, pointing);
      this.#placeHover(pointing);
    } else if (this.#hoverHeight !== this.hover.laid.height) this.#placeHover(pointing);
    this.#followHeld(frame);
    const hasMoved = this.#hasCityMoved(frame.timeMillis);
    this.#keep(this.#pinned, { frame, about: store.state.pinned, hasMoved });
    this.#keep(this.#result, { frame, about: 'result', hasMoved });
  }

  #want(target: Target | undefined): void {
    const wants = target && chosenModel(target, this.#world.store)?.wants;
    if (wants) this.#world.requestValues(wants.site, wants.layer, wants.position);
  }

  /** From the eyes to what is pointed at. */
  #aim({ head, devices }: XrFrame, side: XrSide): void {
    const { origin, direction } = devices[side].ray;
    const reach = this.#world.rig.guides.pointers[side].reachMetres;
    Object.assign(this.#eyes, head.point);
    this.#away.x = origin.x + direction.x * reach - head.point.x;
    this.#away.y = origin.y + direction.y * reach - head.point.y;
    this.#away.z = origin.z + direction.z * reach - head.point.z;
  }

  /** Above what is pointed at, before it; it stays there while the ray wanders on the thing. */
  #placeHover(side: XrSide): void {
    this.#hoverHeight = this.hover.laid.height;
    const { x, y, z } = this.#away;
    placePlaque(this.hover, {
      eyes: this.#eyes,
      direction: this.#away,
      distanceMetres: plaqueDistance(Math.hypot(x, y, z)),
      aboveShare: 0.07,
      rightShare: side === 'right' ? -0.1 : 0.1,
    });
  }

  #followHeld({ head }: XrFrame): void {
    const held = this.#world.preview.state.held[0];
    if (!held || this.held.isEmpty) return;
    const { x, y, z } = roomPoint(this.#world.rig.placement, held.atPoint);
    const away = { x: x - head.point.x, y: y - head.point.y, z: z - head.point.z };
    const distanceMetres = plaqueDistance(Math.hypot(away.x, away.y, away.z));
    placePlaque(this.held, { eyes: head.point, direction: away, distanceMetres, aboveShare: 0.06 });
  }

  #keep(
    stay: Stay,
    { frame, about, hasMoved }: { frame: XrFrame; about: unknown; hasMoved: boolean },
  ): void {
    const { slot, from, direction } = stay;
    if (slot.isEmpty) {
      stay.isPut = false;
      return;
    }
    const { point } = frame.head;
    const strayed = Math.hypot(point.x - from.x, point.y - from.y, point.z - from.z);
    const isNew = !stay.isPut || stay.about !== about || strayed > strayMetres;
    if (!isNew && !hasMoved && stay.height === slot.laid.height) return;
    stay.height = slot.laid.height;
    if (isNew) {
      stay.isPut = true;
      stay.about = about;
      Object.assign(from, point);
      const turn = (stay.side === 'right' ? 1 : -1) * ((besideDegrees * Math.PI) / 180);
      const yaw = gazeRadians(frame.head) + turn;
      Object.assign(direction, { x: Math.sin(yaw), y: -belowSlope, z: Math.cos(yaw) });
    }
    placePlaque(slot, {
      eyes: from,
      direction,
      distanceMetres: plaqueDistance(this.#clearMetres(from, direction)),
    });
  }

  /** How far it is to what stands in that direction. */
  #clearMetres(from: Vec3, direction: Vec3): number {
    const { rig, pickRay } = this.#world;
    const { placement } = rig;
    const length = Math.hypot(direction.x, direction.y, direction.z);
    const unit = { x: direction.x / length, y: direction.y / length, z: direction.z / length };
    const met = pickRay(cityRayOf(placement, { origin: from, direction: unit }));
    return met ? met.distanceMetres * placement.scale : Infinity;
  }

  #hasCityMoved(timeMillis: number): boolean {
    const { placement } = this.#world.rig;
    if (placement === this.#placement || timeMillis - this.#clearedMillis < clearMillis)
      return false;
    this.#placement = placement;
    this.#clearedMillis = timeMillis;
    return true;
  }
}
