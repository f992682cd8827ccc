import type { Vec3 } from '#contract/preview.ts';
import type { XrDevice } from '#contract/xr.ts';
import { createBoardPose, faceReader } from '#plan/board-pose.ts';
import type { BoardPose } from '#plan/board-pose.ts';

/** Wide enough for letters of 1.1° and more at arm's length from the eyes. */
export const menuWidthMetres = 0.26;
/** Its lower edge stands so far above the palm. */
const abovePalmMetres = 0.07;
/** How far the palm looks up and at the eyes (cosines): from where the menu opens, and below which it closes. */
const palmOpens = { up: 0.55, atEyes: 0.5 } as const;
const palmCloses = { up: 0.2, atEyes: 0.2 } as const;
/** A hand trembles; the menu follows it at leisure, and hardly while somebody aims at it. */
const easeMillis = { usual: 90, aimedAt: 600 } as const;
/** Farther behind than that it comes along at once. */
const longestLagMetres = 0.12;

/** Whether a palm is shown to the eyes; one that was is so until it is turned clearly away. */
export function isPalmShown(
  { point, out }: XrDevice['palm'],
  eyes: Vec3,
  wasShown: boolean,
): boolean {
  const [x, y, z] = [eyes.x - point.x, eyes.y - point.y, eyes.z - point.z];
  const atEyes = (x * out.x + y * out.y + z * out.z) / Math.max(1e-4, Math.hypot(x, y, z));
  const least = wasShown ? palmCloses : palmOpens;
  return out.y > least.up && atEyes > least.atEyes;
}

/** Where the menu stands: above the palm that was turned up or whose button was pressed, facing the eyes. */
export class WristFollow {
  readonly pose: BoardPose = createBoardPose(menuWidthMetres, menuWidthMetres);
  /** The middle of its lower edge, were it upright. */
  readonly #foot = { x: 0, y: 0, z: 0 };
  readonly #middle = { x: 0, y: 0, z: 0 };
  #isPalmShown = false;
  #isCalled = false;
  #wasOpen = false;

  get isOpen(): boolean {
    return this.#isPalmShown || this.#isCalled;
  }

  /** By a button: opens, and closes whatever had opened it. */
  toggle(): void {
    this.#isCalled = !this.isOpen;
    this.#isPalmShown = false;
  }

  close(): void {
    this.#isCalled = this.#isPalmShown = this.#wasOpen = false;
  }

  /** To be called before `stand`. A hand that is not seen, often because the other one is before it, holds the menu where it is. */
  follow(device: XrDevice, eyes: Vec3, at: { deltaMillis: number; isAimedAt: boolean }): void {
    if (device.isTracked) {
      this.#isPalmShown = isPalmShown(device.palm, eyes, this.#isPalmShown);
      if (this.isOpen) this.#approach(device.palm.point, at);
    }
    this.#wasOpen = this.isOpen;
  }

  /** Stands it on its place, as high as it is by now. */
  stand(eyes: Vec3): void {
    if (!this.isOpen) return;
    const { x, y, z } = this.#foot;
    this.#middle.x = x;
    this.#middle.y = y + this.pose.heightMetres / 2;
    this.#middle.z = z;
    faceReader(this.pose, this.#middle, eyes);
  }

  #approach(
    palm: Vec3,
    { deltaMillis, isAimedAt }: { deltaMillis: number; isAimedAt: boolean },
  ): void {
    const foot = this.#foot;
    const y = palm.y + abovePalmMetres;
    const lag = Math.hypot(palm.x - foot.x, y - foot.y, palm.z - foot.z);
    const isFar = !this.#wasOpen || lag > longestLagMetres;
    const millis = isAimedAt ? easeMillis.aimedAt : easeMillis.usual;
    const share = isFar ? 1 : 1 - Math.exp(-deltaMillis / millis);
    foot.x += (palm.x - foot.x) * share;
    foot.y += (y - foot.y) * share;
    foot.z += (palm.z - foot.z) * share;
  }
}
