import type { Target } from '#contract/intent.ts';
import { isSameTarget } from '#contract/same-target.ts';
import { selectLimits } from '#contract/verb.ts';
import { pointingSide } from '#contract/xr.ts';
import type { XrDevice, XrFrame, XrSide } from '#contract/xr.ts';
import { ActorVerbs } from '#input/actor-verbs.ts';
import { enterIntent } from '#input/entered-place.ts';
import { positionOf } from '#input/target-parts.ts';
import { cityRayOf } from '#plan/city-placement.ts';
import type { Gripped } from '#plan/pick-grip.ts';
import { aimedAt } from './aimed-at.ts';
import type { CityHold } from './city-hold.ts';
import { Haptics } from './haptics.ts';
import { Press } from './press.ts';
import { actorOf, pullDirection } from './xr-actor.ts';
import type { XrLocomotion } from './xr-locomotion.ts';
import type { XrMoves } from './xr-moves.ts';
import type { XrInputWorld } from './xr-world.ts';

/** Two choices of the same thing so soon are one way in. */
const doubleMillis = 450;

/** What the hand's closing is at: a verb, a choice, the city itself, a step, or a menu's business. */
type Doing = 'nothing' | 'verb' | 'choice' | 'city' | 'step' | 'menu';

export interface XrHandParts {
  readonly moves: XrMoves;
  readonly locomotion: XrLocomotion;
  readonly cityHold: CityHold;
}

/**
 * One controller or bare hand. Either way of closing takes what it points at or touches; a squeeze
 * in empty air takes the city, a held trigger or pinch there throws an arc.
 */
export class XrHand {
  readonly side: XrSide;
  readonly #world: XrInputWorld;
  readonly #parts: XrHandParts;
  readonly #verbs: ActorVerbs;
  readonly #haptics: Haptics;
  readonly #presses = { select: new Press(), grab: new Press() };
  readonly #buttons = { first: new Press(), second: new Press() };
  #doing: Doing = 'nothing';
  /** By which closing; the other one does nothing meanwhile. */
  #by: 'select' | 'grab' = 'select';
  #sinceMillis = 0;
  #target: Target | undefined;
  #lastChoice: { readonly target: Target; readonly millis: number } | undefined;

  constructor(side: XrSide, world: XrInputWorld, parts: XrHandParts) {
    this.side = side;
    this.#world = world;
    this.#parts = parts;
    this.#verbs = new ActorVerbs(side, world);
    this.#haptics = new Haptics(world.frames, side);
  }

  get isBusy(): boolean {
    return this.#doing !== 'nothing' && this.#doing !== 'menu';
  }

  follow(frame: XrFrame): void {
    const device = frame.devices[this.side];
    if (!device.isTracked) {
      // Frozen until it is seen again, and then it goes on; but nobody is moved by what was not seen.
      if (this.#doing === 'verb') this.#verbs.feed(this.#actor(device, frame));
      if (this.#doing === 'step') this.#giveUpStep();
      return;
    }
    this.#presses.select.read(device.select);
    this.#presses.grab.read(device.grab);
    if (this.#doing === 'nothing') this.#begin(device, frame);
    else this.#continue(device, frame);
    this.#readButtons(frame);
  }

  /** Lets go of all but the city without doing anything; a hand that is still closed must open first. */
  drop(): void {
    this.#verbs.drop();
    this.#doing = 'nothing';
  }

  #giveUpStep(): void {
    this.#parts.locomotion.stopAiming();
    this.#doing = 'nothing';
  }

  #begin(device: XrDevice, frame: XrFrame): void {
    const { select, grab } = this.#presses;
    if (grab.edge !== 'down' && select.edge !== 'down') return;
    this.#by = grab.edge === 'down' ? 'grab' : 'select';
    this.#sinceMillis = frame.timeMillis;
    this.#doing = this.#take(device, frame);
  }

  #take(device: XrDevice, frame: XrFrame): Doing {
    if (this.#world.boards?.press(this.side) === true) return 'menu';
    const actor = this.#actor(device, frame);
    const { gripped, nearest } = aimedAt(this.#world, actor.ray, actor.pinchPoint);
    this.#target = nearest?.target;
    if (gripped) {
      this.#verbs.take(actor, gripped, this.#along(device, gripped));
      return 'verb';
    }
    if (this.#by === 'select') return this.#target ? 'choice' : 'step';
    this.#parts.cityHold.take(this.side);
    return 'city';
  }

  /** A floor comes out level, towards the hand; all else goes where it is pulled. */
  #along({ ray }: XrDevice, { grip }: Gripped): ReturnType<typeof pullDirection> {
    return grip.verb === 'grab' ? pullDirection(ray) : undefined;
  }

  #continue(device: XrDevice, frame: XrFrame): void {
    if (this.#doing === 'verb') {
      this.#continueVerb(device, frame);
      return;
    }
    const isLong = frame.timeMillis - this.#sinceMillis > selectLimits.millis;
    if (this.#doing === 'step' && isLong) this.#parts.locomotion.aim(device);
    if (!this.#isLetGo()) return;
    if (this.#doing === 'choice') this.#choose(this.#target, frame.timeMillis);
    if (this.#doing === 'city') this.#parts.cityHold.release(this.side);
    if (this.#doing === 'step') {
      if (isLong) this.#parts.locomotion.go();
      else this.#choose(undefined, frame.timeMillis);
    }
    this.#doing = 'nothing';
  }

  #continueVerb(device: XrDevice, frame: XrFrame): void {
    const release = this.#verbs.feed(this.#actor(device, frame));
    this.#haptics.follow(this.#verbs.held, frame.timeMillis);
    if (release === undefined) return;
    if (release === 'change') this.#haptics.thump();
    if (release === 'select') this.#choose(this.#target, frame.timeMillis);
    this.#doing = 'nothing';
  }

  /** It holds until the next squeeze. A board holds nothing: each squeeze is a press of its own. */
  get #isLatched(): boolean {
    const { toggleGrip } = this.#parts.moves.comfort;
    return toggleGrip && this.#by === 'grab' && this.#doing !== 'menu';
  }

  #isLetGo(): boolean {
    const { edge, isDown } = this.#presses[this.#by];
    return this.#isLatched ? edge === 'down' : !isDown;
  }

  /** The token a thing belongs to; chosen twice, the way into it. */
  #choose(target: Target | undefined, millis: number): void {
    const last = this.#lastChoice;
    this.#lastChoice = target && { target, millis };
    const isTwice = last && target && millis - last.millis < doubleMillis;
    if (isTwice && isSameTarget(last.target, target)) {
      this.#lastChoice = undefined;
      this.#world.dispatch(enterIntent(target, this.#world.facts().zoom));
      return;
    }
    this.#world.dispatch({
      kind: 'select-token',
      position: (target && positionOf(target)) ?? null,
    });
  }

  /**
   * The lower button brings a tower or changes the scale; the upper one lifts and sets down, or opens
   * the menu where that is.
   */
  #readButtons({ devices }: XrFrame): void {
    const { first, second } = this.#buttons;
    const { isFirstDown, isSecondDown } = devices[this.side];
    first.read(Number(isFirstDown));
    second.read(Number(isSecondDown));
    const { moves } = this.#parts;
    const { boards } = this.#world;
    if (first.edge === 'down') {
      const aim = this.#pointedAt(devices);
      const position = aim && positionOf(aim);
      if (position === undefined) moves.nextRest();
      else moves.bringTower(position);
    }
    if (second.edge === 'down' && boards && this.side !== moves.comfort.mainHand) {
      boards.toggleMenu();
    } else if (second.edge === 'down') {
      const aim = this.#pointedAt(devices);
      const layer = aim && 'layer' in aim ? aim.layer : undefined;
      moves.liftTo(layer === moves.liftedLayer ? undefined : layer);
    }
  }

  /** What the hand that points, points at, were there nothing to take hold of before it. */
  #pointedAt(devices: XrFrame['devices']): Target | undefined {
    const { boards, pickRay, preview, rig } = this.#world;
    const side = pointingSide(devices, this.#parts.moves.comfort.mainHand);
    const isAtBoard = side !== undefined && boards?.reachOf(side) !== undefined;
    const met =
      side && !isAtBoard ? pickRay(cityRayOf(rig.placement, devices[side].ray)) : undefined;
    return met?.target ?? preview.state.hover;
  }

  #actor(device: XrDevice, { timeMillis }: XrFrame): ReturnType<typeof actorOf> {
    const closed = this.#isLatched ? Number(!this.#isLetGo()) : device[this.#by];
    return actorOf(device, this.#world.rig.placement, { closed, timeMillis });
  }
}
