import type { CameraView, Intent, Target } from '#contract/intent.ts';
import type { Grip } from '#contract/verb.ts';
import { enterIntent } from '#input/entered-place.ts';
import {
  firstFocus,
  moveFocus,
  targetOfFocus,
  type FocusPlace,
  type FocusStep,
} from '#input/focus-steps.ts';
import type { InputWorld } from '#input/input-world.ts';
import { layerOf, positionOf } from '#input/target-parts.ts';
import { gripOfTarget } from '#plan/grip-of-target.ts';
import { HeldKeys } from './held-keys.ts';
import type { KeyCommand } from './key-binding.ts';
import { commandOfKey } from './key-bindings.ts';

const orbitStepRadians = 0.12;
const dollyStep = 0.85;
const views: readonly CameraView[] = ['overview', 'street', 'close'];

/** What of a `KeyboardEvent` is looked at. */
export interface KeySample {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Turns key presses into intents, focus and camera moves. Which element has the focus is the caller's matter. */
export class Keyboard {
  readonly #world: InputWorld;
  readonly #held = new HeldKeys();
  #focus: FocusPlace | undefined;
  #viewIndex = 0;

  constructor(world: InputWorld) {
    this.#world = world;
  }

  /** True when the key meant something, so that the browser should leave it alone. */
  press(sample: KeySample): boolean {
    if (sample.altKey) return false;
    this.#held.isRunning = sample.shiftKey;
    const isChord = sample.ctrlKey || sample.metaKey;
    if (!isChord && this.#held.press(sample.code)) {
      this.#world.requestTick();
      return true;
    }
    const command = commandOfKey(sample, this.#world.facts());
    if (command === undefined) return false;
    this.#perform(command);
    return true;
  }

  release(sample: KeySample): void {
    this.#held.isRunning = sample.shiftKey;
    this.#held.release(sample.code);
  }

  releaseAll(): void {
    this.#held.releaseAll();
  }

  /** Called by the scene's loop. True while a key is held and another frame is wanted. */
  tick(deltaMillis: number): boolean {
    if (!this.#held.isWalking) return false;
    const step = this.#held.step(deltaMillis);
    if (step !== undefined) {
      this.#world.rig?.walk(step.forwardMetres, step.rightMetres, step.upMetres);
    }
    return true;
  }

  #perform(command: KeyCommand): void {
    const { preview, page } = this.#world;
    switch (command.kind) {
      case 'intent':
        this.#dispatch(command.intent);
        break;
      case 'page':
        page(command.page);
        break;
      case 'focus':
        this.#moveFocus(command.step);
        break;
      case 'enter-focus':
      case 'fly-to-focus':
        this.#goToFocus(command.kind);
        break;
      case 'select-focus':
        this.#selectFocus();
        break;
      case 'isolate-focus':
        this.#isolateFocus();
        break;
      case 'verb-focus':
        this.#carryOut(command);
        break;
      case 'escape':
        this.#escape(preview.state.focus ?? preview.state.hover);
        break;
      default:
        this.#look(command);
    }
  }

  #look(command: Extract<KeyCommand, { kind: 'orbit' | 'dolly' | 'next-view' }>): void {
    const { rig } = this.#world;
    switch (command.kind) {
      case 'orbit':
        rig?.orbit(command.yaw * orbitStepRadians, command.pitch * orbitStepRadians);
        break;
      case 'dolly':
        rig?.dolly(command.direction === 1 ? dollyStep : 1 / dollyStep);
        break;
      case 'next-view':
        this.#viewIndex = (this.#viewIndex + 1) % views.length;
        this.#dispatch({ kind: 'fly-to', target: views[this.#viewIndex] ?? 'overview' });
        break;
    }
  }

  #moveFocus(step: FocusStep): void {
    const { preview, facts, beamAt } = this.#world;
    const now = facts();
    // What the keys left when the pointer took over is picked up again; else it starts at the cursor.
    this.#focus = this.#focus === undefined ? firstFocus(now) : moveFocus(this.#focus, step, now);
    preview.set({
      hover: undefined,
      handle: undefined,
      focus: targetOfFocus(this.#focus, now, beamAt),
    });
  }

  #goToFocus(how: 'enter-focus' | 'fly-to-focus'): void {
    const { selectedPosition, zoom } = this.#world.facts();
    const selected: Target | undefined =
      selectedPosition === null ? undefined : { kind: 'token', position: selectedPosition };
    const target = this.#pointedAt() ?? selected;
    if (target === undefined) return;
    this.#dispatch(how === 'enter-focus' ? enterIntent(target, zoom) : { kind: 'fly-to', target });
  }

  #selectFocus(): void {
    const pointedAt = this.#pointedAt();
    const position = pointedAt && positionOf(pointedAt);
    if (position === undefined) return;
    const isSelected = this.#world.facts().selectedPosition === position;
    this.#dispatch({ kind: 'select-token', position: isSelected ? null : position });
  }

  #isolateFocus(): void {
    const pointedAt = this.#pointedAt();
    const { isolatedLayer } = this.#world.facts();
    const layer = pointedAt && layerOf(pointedAt);
    const next = layer === undefined || layer === isolatedLayer ? null : layer;
    this.#dispatch({ kind: 'isolate-layer', layer: next });
  }

  /** What a handle is there for comes before what lies under it. */
  #carryOut({ stage, asSlice }: Extract<KeyCommand, { kind: 'verb-focus' }>): void {
    const { focus, handle } = this.#world.preview.state;
    const pointedAt = this.#pointedAt();
    const grip = (focus ? undefined : handle) ?? (pointedAt && gripOfTarget(pointedAt));
    if (!grip) return;
    const wanted: Grip = asSlice ? { verb: 'slice', layer: grip.layer } : grip;
    this.#dispatch({ kind: 'verb', stage, ...wanted });
  }

  #escape(pointedAt: Target | undefined): void {
    const { helpOpen, glossaryOpen, tourStop, zoom, selectedPosition } = this.#world.facts();
    const { focus } = this.#world.preview.state;
    this.#world.page('close-drawer');
    if (helpOpen) this.#dispatch({ kind: 'open-help', open: false });
    else if (glossaryOpen) this.#dispatch({ kind: 'open-glossary', open: false });
    else if (tourStop !== null) this.#dispatch({ kind: 'go-to-tour-stop', stop: null });
    // A mouse rests somewhere always: what it points at is no reason to stay inside.
    else if (zoom.level !== 'model' && focus === undefined) this.#dispatch({ kind: 'zoom-out' });
    else if (pointedAt !== undefined) {
      this.#focus = undefined;
      this.#world.preview.set({ hover: undefined, focus: undefined });
    } else if (selectedPosition !== null) this.#dispatch({ kind: 'select-token', position: null });
  }

  #pointedAt(): Target | undefined {
    const { focus, hover } = this.#world.preview.state;
    return focus ?? hover;
  }

  #dispatch(intent: Intent): void {
    this.#world.dispatch(intent);
  }
}
