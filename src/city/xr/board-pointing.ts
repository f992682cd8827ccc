import type { Vec3 } from '#contract/preview.ts';
import type { XrDevice } from '#contract/xr.ts';
import { isOnBoard, meetBoard, nearBoard } from '#plan/board-pose.ts';
import type { BoardSpot } from '#plan/board-pose.ts';
import { boardPixels, buttonAt } from './board-layout.ts';
import type { LaidButton } from './board-layout.ts';
import type { BoardSlot } from './board-slot.ts';

/** A fingertip so near before a board is about to touch it; so far behind it is still the same touch. */
const touchReach = { beforeMetres: 0.05, behindMetres: 0.07, besideMetres: 0.02 } as const;
/** It presses where it goes through the board, and again only after it came back so far. */
const pressesAt = 0;
const comesBackTo = 0.012;

/** What one hand points at among the boards: by its ray, or with its fingertip, which presses by itself. */
export class BoardPointing {
  #slot: BoardSlot | undefined;
  #isTouching = false;
  #isArmed = false;
  #isPressed = false;
  readonly #spot: BoardSpot = { across: 0, along: 0, distanceMetres: 0 };
  readonly #tried: BoardSpot = { across: 0, along: 0, distanceMetres: 0 };
  /** Pixels of the board's picture. */
  readonly pixel = { x: 0, y: 0 };
  #button: LaidButton | undefined;

  get slot(): BoardSlot | undefined {
    return this.#slot;
  }

  get button(): LaidButton | undefined {
    return this.#button;
  }

  /** A fingertip is at the board: the hand's ray and pinch mean nothing now. */
  get isTouching(): boolean {
    return this.#isTouching;
  }

  /** The fingertip has gone through the board in this frame. */
  get isPressed(): boolean {
    return this.#isPressed;
  }

  /** How far along its ray the board is, metres. */
  get reachMetres(): number {
    return this.#isTouching ? 0 : this.#spot.distanceMetres;
  }

  clear(): void {
    this.#slot = undefined;
    this.#button = undefined;
    this.#isTouching = this.#isArmed = this.#isPressed = false;
  }

  follow({ ray, tip, isTracked }: XrDevice, slots: readonly BoardSlot[]): void {
    this.#isPressed = false;
    if (!isTracked) {
      this.clear();
      return;
    }
    const before = this.#slot;
    const wasTouching = this.#isTouching;
    this.#slot = this.#touched(tip, slots);
    this.#isTouching = this.#slot !== undefined;
    if (this.#isTouching) this.#press(wasTouching && this.#slot === before);
    else this.#slot = this.#met(ray, slots);
    this.#point();
  }

  /** The board that a fingertip is at. */
  #touched(tip: Vec3, slots: readonly BoardSlot[]): BoardSlot | undefined {
    const { beforeMetres, behindMetres, besideMetres } = touchReach;
    for (const slot of slots) {
      nearBoard(slot.pose, tip, this.#spot);
      const { distanceMetres } = this.#spot;
      const isNear = distanceMetres < beforeMetres && distanceMetres > -behindMetres;
      if (isNear && isOnBoard(slot.pose, this.#spot, besideMetres)) return slot;
    }
    return undefined;
  }

  /** Only what was seen before the board can go through it. */
  #press(isSame: boolean): void {
    const { distanceMetres } = this.#spot;
    if (!isSame) this.#isArmed = distanceMetres > pressesAt;
    if (this.#isArmed && distanceMetres <= pressesAt) {
      this.#isArmed = false;
      this.#isPressed = true;
    } else if (distanceMetres >= comesBackTo) this.#isArmed = true;
  }

  /** The nearest board on the ray. */
  #met(ray: XrDevice['ray'], slots: readonly BoardSlot[]): BoardSlot | undefined {
    let nearest: BoardSlot | undefined;
    for (const slot of slots) {
      const tried = this.#tried;
      if (!meetBoard(slot.pose, ray, tried)) continue;
      if (nearest && tried.distanceMetres >= this.#spot.distanceMetres) continue;
      nearest = slot;
      this.#spot.across = tried.across;
      this.#spot.along = tried.along;
      this.#spot.distanceMetres = tried.distanceMetres;
    }
    return nearest;
  }

  #point(): void {
    const slot = this.#slot;
    if (!slot) {
      this.#button = undefined;
      return;
    }
    const pixelsPerMetre = boardPixels.width / slot.pose.widthMetres;
    this.pixel.x = this.#spot.across * pixelsPerMetre;
    this.pixel.y = this.#spot.along * pixelsPerMetre;
    const found = buttonAt(slot.laid, this.pixel.x, this.pixel.y);
    this.#button = found?.button.act === undefined ? undefined : found;
  }
}
