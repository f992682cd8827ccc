import { isSameTarget } from '#contract/same-target.ts';
import { metresPerPixel, verbDistances } from '#contract/verb.ts';
import type { Gripped } from '#plan/pick-grip.ts';
import { ActorVerbs } from './actor-verbs.ts';
import { tapSlopPixels } from './actor.ts';
import type { Actor, CanvasPoint, PointerSample } from './actor.ts';
import type { Grips, InputWorld } from './input-world.ts';
import type { CanvasPlace } from './perform-gesture.ts';

export type PointerDevice = 'mouse' | 'touch';

export interface PointerVerbsOptions {
  readonly grips: Grips;
  readonly canvasPlace: () => CanvasPlace;
  /** Hands a sample on to what turns the view, taps and hovers. */
  readonly pass: (sample: PointerSample, device: PointerDevice) => void;
}

/** A finger that rests that long takes hold of what lies under it. */
export const longPressMillis = 350;
/** Fingers tremble, and cover what they mean. */
const fingerSlopPixels = tapSlopPixels * 2;
const fingerReachPixels = 14;
/** On a narrow screen a finger arms a change within that share of its width. */
const narrowShare = 0.6;

interface Hold {
  readonly device: PointerDevice;
  readonly verbs: ActorVerbs;
  readonly down: PointerSample;
  readonly metresPerPixel: number;
  readonly isLongPress: boolean;
  latest: PointerSample;
}

interface Press {
  readonly down: PointerSample;
  readonly gripped: Gripped;
  latest: PointerSample;
}

/**
 * The verbs by mouse and finger. A press on something that can be held takes it, every other one is
 * left to the view: a mouse holds at once, a beam only when it is hovered, a finger at once only by a handle, by anything else after
 * resting on it. A second button or finger lets go without doing anything.
 */
export class PointerVerbs {
  readonly #world: InputWorld;
  readonly #options: PointerVerbsOptions;
  readonly #holds = new Map<number, Hold>();
  readonly #fingers = new Set<number>();
  #press: Press | undefined;

  constructor(world: InputWorld, options: PointerVerbsOptions) {
    this.#world = world;
    this.#options = options;
  }

  /** True when the sample was part of a verb, and nothing else should be made of it. */
  feed(sample: PointerSample, device: PointerDevice): boolean {
    const hold = this.#holds.get(sample.pointerId);
    if (device === 'touch') this.#countFingers(sample);
    if (hold) return this.#follow(sample, hold);
    switch (sample.phase) {
      case 'down':
        return device === 'mouse' ? this.#pressMouse(sample) : this.#pressFinger(sample);
      case 'move':
        return this.#rest(sample);
      default:
        if (this.#press?.down.pointerId === sample.pointerId) this.#press = undefined;
        return false;
    }
  }

  /** Says in the preview what is pointed at there, and what of it could be taken hold of. */
  pointAt(point: CanvasPoint): void {
    const { preview } = this.#world;
    const { gripped, target } = this.#options.grips.hoverAt(point.x, point.y);
    const { hover, handle } = preview.state;
    const pointed = { hover: target, handle: gripped?.grip, pointer: this.#onPage(point) };
    if (target) preview.set({ ...pointed, focus: undefined });
    else if (hover ?? handle) preview.set(pointed);
  }

  /** Lets go of everything without doing anything; false when nothing was held. */
  drop(): boolean {
    const isHolding = this.#holds.size > 0;
    for (const { verbs } of this.#holds.values()) verbs.drop();
    this.#holds.clear();
    this.#press = undefined;
    return isHolding;
  }

  #countFingers({ phase, pointerId }: PointerSample): void {
    if (phase === 'down') this.#fingers.add(pointerId);
    else if (phase === 'up' || phase === 'cancel') this.#fingers.delete(pointerId);
  }

  #pressMouse(down: PointerSample): boolean {
    if (down.button !== 0 || down.shiftKey) return false;
    const gripped = this.#options.grips.gripAt(down.x, down.y);
    if (!gripped || !this.#isOffered(gripped)) return false;
    this.#take({ down, gripped, latest: down }, 'mouse', false);
    return true;
  }

  /** Where beams are dense, only the one that shows as hovered is meant: every other press turns the view. */
  #isOffered({ grip, target, isHandle }: Gripped): boolean {
    if (isHandle || grip.verb !== 'pull') return true;
    const { hover } = this.#world.preview.state;
    return hover !== undefined && isSameTarget(hover, target);
  }

  #pressFinger(down: PointerSample): boolean {
    if (this.#fingers.size > 1) {
      this.#giveFingersBack();
      return false;
    }
    const gripped = this.#options.grips.gripAt(down.x, down.y, fingerReachPixels);
    if (!gripped) return false;
    const press: Press = { down, gripped, latest: down };
    if (gripped.isHandle) {
      this.#take(press, 'touch', false);
      return true;
    }
    this.#press = press;
    this.#world.later(() => {
      if (this.#press === press) this.#takeRested(press);
    }, longPressMillis);
    return false;
  }

  /** Two fingers mean the view: what one of them held is let go, and it turns the view with the other. */
  #giveFingersBack(): void {
    const { pass } = this.#options;
    const fingers = [...this.#holds.values()].filter(({ device }) => device === 'touch');
    this.drop();
    for (const { latest } of fingers) pass({ ...latest, phase: 'down' }, 'touch');
  }

  /** A finger on something: whether it has rested there long enough by now. */
  #rest(sample: PointerSample): boolean {
    const press = this.#press;
    if (press?.down.pointerId !== sample.pointerId) return false;
    if (sample.timeMillis - press.down.timeMillis >= longPressMillis) {
      const hold = this.#takeRested(press);
      return this.#follow(sample, hold);
    }
    press.latest = sample;
    if (travel(press.down, sample) >= fingerSlopPixels) this.#press = undefined;
    return false;
  }

  #takeRested(press: Press): Hold {
    this.#press = undefined;
    this.#options.pass({ ...press.latest, phase: 'cancel' }, 'touch');
    return this.#take(press, 'touch', true);
  }

  #take({ down, gripped, latest }: Press, device: PointerDevice, isLongPress: boolean): Hold {
    const { preview, dispatch } = this.#world;
    const { grips } = this.#options;
    const id = device === 'mouse' ? 'mouse' : `touch-${String(down.pointerId)}`;
    const hold: Hold = {
      device,
      verbs: new ActorVerbs(id, {
        preview,
        dispatch,
        sliceLayerAt: (yMetres) => grips.sliceLayerAt(yMetres),
      }),
      down,
      metresPerPixel: this.#metresPerPixel(device),
      isLongPress,
      latest,
    };
    this.#holds.set(down.pointerId, hold);
    // A beam's numbers stay in view while it is plucked; floors and cuts show by themselves what is held.
    const hover = gripped.grip.verb === 'pull' ? gripped.target : undefined;
    preview.set({ hover, focus: undefined, handle: undefined });
    const actor = this.#actor(down, hold);
    if (actor) hold.verbs.take(actor, gripped);
    return hold;
  }

  #metresPerPixel(device: PointerDevice): number {
    if (device === 'mouse') return metresPerPixel;
    const { width } = this.#options.canvasPlace();
    return Math.max(metresPerPixel, verbDistances.arms / (narrowShare * width));
  }

  #follow(sample: PointerSample, hold: Hold): boolean {
    switch (sample.phase) {
      case 'move':
        // A button more: with one down already, the browser tells of it as a move.
        if (hold.device === 'mouse' && sample.button > 0) this.#letGo(sample, hold);
        else this.#move(sample, hold);
        break;
      case 'up':
        if (hold.device === 'touch' || sample.button === 0) this.#release(sample, hold);
        break;
      case 'down':
      case 'cancel':
        this.#letGo(sample, hold);
        break;
      case 'leave':
        break;
    }
    return true;
  }

  #move(sample: PointerSample, hold: Hold): void {
    const actor = this.#actor(sample, hold);
    if (!actor) return;
    hold.latest = sample;
    this.#world.preview.set({ pointer: this.#onPage(sample) });
    hold.verbs.feed(actor);
  }

  #onPage({ x, y }: CanvasPoint): CanvasPoint {
    const { left, top } = this.#options.canvasPlace();
    return { x: x + left, y: y + top };
  }

  #letGo({ pointerId }: PointerSample, { verbs }: Hold): void {
    verbs.drop();
    this.#holds.delete(pointerId);
  }

  #release(sample: PointerSample, hold: Hold): void {
    this.#holds.delete(sample.pointerId);
    const actor = this.#actor(sample, hold);
    const release = actor && hold.verbs.feed({ ...actor, grab: 0, select: 0 });
    // A mouse that stays put has clicked, however long that took.
    const hasStayed = !hold.isLongPress && travel(hold.down, sample) < tapSlopPixels;
    if (release !== 'select' && !(release === 'nothing' && hasStayed)) return;
    const { pass } = this.#options;
    pass(hold.down, hold.device);
    pass(sample, hold.device);
  }

  #actor({ x, y, timeMillis }: PointerSample, hold: Hold): Actor | undefined {
    const { rig } = this.#world;
    const { device, down, metresPerPixel: metres } = hold;
    return (
      rig && {
        id: device === 'mouse' ? device : `touch-${String(down.pointerId)}`,
        device,
        ray: rig.rayAt(x, y),
        pinchPoint: rig.pose.position,
        handPoint: { x: x * metres, y: -y * metres, z: 0 },
        grab: 1,
        select: 1,
        confidence: 1,
        timeMillis,
      }
    );
  }
}

function travel(a: CanvasPoint, b: CanvasPoint): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** Shows on the canvas, for its cursor, whether something can be held or is; until the signal. */
export function showHold(canvas: HTMLElement, { preview }: InputWorld, signal: AbortSignal): void {
  const stop = preview.subscribe(() => {
    const { handle, held } = preview.state;
    const hold = held.length > 0 ? 'held' : handle && 'ready';
    if (canvas.dataset['hold'] === hold) return;
    if (hold) canvas.dataset['hold'] = hold;
    else delete canvas.dataset['hold'];
  });
  signal.addEventListener('abort', stop);
}
