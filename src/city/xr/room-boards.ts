import type { CityContext } from '#city/city-part.ts';
import { BoardTexture } from '#city/gpu/board-texture.ts';
import type { Intent } from '#contract/intent.ts';
import type { XrCommand, XrRoomState } from '#contract/xr-command.ts';
import type { PreviewState } from '#contract/preview.ts';
import { otherSide, pointingSide, xrSides } from '#contract/xr.ts';
import type { XrBoards, XrFrame, XrFrameSource, XrSide } from '#contract/xr.ts';
import type { BoardAct, MenuPlace } from '#view/room/room-board.ts';
import { homePlace, wristMenu } from '#view/room/wrist-menu.ts';
import { BoardPencil } from './board-pencil.ts';
import { BoardPointing } from './board-pointing.ts';
import { BoardSlot } from './board-slot.ts';
import { BoardsDraw, boardPlaces } from './boards-draw.ts';
import { PlaqueKeeper } from './plaque-keeper.ts';
import type { PlaqueWorld } from './plaque-keeper.ts';
import type { RoomRig } from './room-rig.ts';
import { menuWidthMetres, WristFollow } from './wrist-follow.ts';

export interface RoomBoardsWorld extends Omit<PlaqueWorld, 'store' | 'preview' | 'rig'> {
  readonly context: Pick<CityContext, 'scene' | 'engine' | 'store' | 'preview'>;
  readonly rig: RoomRig;
  readonly frames: XrFrameSource;
  readonly room: () => XrRoomState;
  readonly recentPrompts: () => readonly string[];
  readonly dispatch: (intent: Intent) => void;
  readonly command: (command: XrCommand) => void;
}

/** While the run plays, boards say something else so often at most. */
const sayMillis = 120;
const tick = { strength: 0.3, millis: 12 } as const;

/** The menu on the wrist and the plaques: what they say, where they stand, what is pressed on them. */
export class RoomBoards implements XrBoards {
  readonly draw: BoardsDraw;
  readonly menu: BoardSlot;
  readonly plaques: PlaqueKeeper;
  readonly wrist = new WristFollow();
  readonly #world: RoomBoardsWorld;
  readonly #texture: BoardTexture;
  readonly #pencil: BoardPencil;
  readonly #slots: readonly BoardSlot[];
  readonly #pointings: Readonly<Record<XrSide, BoardPointing>> = {
    left: new BoardPointing(),
    right: new BoardPointing(),
  };
  /** What can be pressed; filled anew each frame. */
  readonly #pressable: BoardSlot[] = [];
  readonly #stops: readonly (() => void)[];
  #place: MenuPlace = homePlace;
  #isStale = true;
  #isUrgent = true;
  #wasAimed = false;
  #wasOpen = false;
  #saidMillis = 0;
  /** What is pointed at and held, as it was said last. */
  #shown: readonly unknown[] = [];

  /** To be made before input listens to frames: boards come first. */
  constructor(world: RoomBoardsWorld) {
    this.#world = world;
    const { scene, engine, store, preview } = world.context;
    const page = engine.getRenderingCanvas()?.ownerDocument ?? document;
    this.#texture = new BoardTexture(scene, engine);
    this.#pencil = new BoardPencil(page, boardPlaces.menu.height, () => {
      this.#forgetPictures();
    });
    this.draw = new BoardsDraw(scene, world.rig.cityFromRoom, this.#texture.texture);
    this.menu = new BoardSlot('menu', this.wrist.pose);
    this.menu.resize(menuWidthMetres);
    this.plaques = new PlaqueKeeper({ ...world, store, preview });
    const { hover, held, pinned, result } = this.plaques;
    this.#slots = [this.menu, hover, held, pinned, result];
    const restored = engine.onContextRestoredObservable.add(() => {
      this.#forgetPictures();
    });
    this.#stops = [
      world.frames.onFrame(this.#follow),
      world.frames.onEnd(() => {
        this.#hideAll();
      }),
      store.subscribe(() => {
        this.#isStale = true;
      }),
      preview.subscribe(() => {
        this.#notePreview(preview.state);
      }),
      () => engine.onContextRestoredObservable.remove(restored),
    ];
  }

  reachOf(side: XrSide): number | undefined {
    const pointing = this.#pointings[side];
    return pointing.slot && pointing.reachMetres;
  }

  press(side: XrSide): boolean {
    const pointing = this.#pointings[side];
    if (!pointing.slot) return false;
    // A fingertip presses by itself.
    if (!pointing.isTouching) this.#pressPointed(side);
    return true;
  }

  toggleMenu(): void {
    this.wrist.toggle();
    this.#isStale = this.#isUrgent = true;
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.draw.dispose();
    this.#texture.dispose();
  }

  readonly #follow = (frame: XrFrame): void => {
    const { mainHand } = this.#world.room();
    const menuSide = otherSide(mainHand);
    const isAimedAt = xrSides.some((side) => this.#pointings[side].slot === this.menu);
    const { deltaMillis } = frame;
    this.wrist.follow(frame.devices[menuSide], frame.head.point, { deltaMillis, isAimedAt });
    this.#say(frame.timeMillis);
    this.wrist.stand(frame.head.point);
    const pointing = pointingSide(frame.devices, mainHand);
    this.plaques.follow(frame, pointing ?? mainHand);
    this.#point(frame, menuSide);
    this.#show();
  };

  #say(timeMillis: number): void {
    const isAimed = xrSides.some((side) => this.#pointings[side].slot !== undefined);
    if (isAimed !== this.#wasAimed || this.wrist.isOpen !== this.#wasOpen) this.#isUrgent = true;
    this.#wasAimed = isAimed;
    this.#wasOpen = this.wrist.isOpen;
    const isDue = this.#isStale && timeMillis - this.#saidMillis >= sayMillis;
    if (!this.#isUrgent && !isDue) return;
    this.#isStale = this.#isUrgent = false;
    this.#saidMillis = timeMillis;
    const { context, room, recentPrompts } = this.#world;
    if (this.wrist.isOpen) {
      const blocks = wristMenu({
        store: context.store,
        room: room(),
        place: this.#place,
        recentPrompts: recentPrompts(),
        focus: context.preview.state.focus,
      });
      this.menu.say(blocks, this.#pencil);
    }
    this.plaques.say(this.#pencil, isAimed);
  }

  /** What is held moves each frame; said is only what a release would do. */
  #notePreview({ hover, focus, held }: PreviewState): void {
    const first = held[0];
    const shown = [hover, focus, first?.grip, first?.stage, first?.isLost];
    if (shown.every((each, at) => each === this.#shown[at])) return;
    this.#shown = shown;
    this.#isStale = this.#isUrgent = true;
  }

  #point(frame: XrFrame, menuSide: XrSide): void {
    const { pinned, result } = this.plaques;
    for (const side of xrSides) {
      this.#pressable.length = 0;
      // The hand that holds the menu cannot aim at it.
      if (this.wrist.isOpen && side !== menuSide) this.#pressable.push(this.menu);
      if (!pinned.isEmpty) this.#pressable.push(pinned);
      if (!result.isEmpty) this.#pressable.push(result);
      const pointing = this.#pointings[side];
      pointing.follow(frame.devices[side], this.#pressable);
      if (pointing.isPressed) this.#pressPointed(side);
      this.draw.light(side, pointing.slot?.name, pointing.button, pointing.pixel);
    }
  }

  #pressPointed(side: XrSide): void {
    const { button, slot } = this.#pointings[side];
    const act = button?.button.act;
    if (!act) return;
    this.#world.frames.rumble(side, tick.strength, tick.millis);
    this.#perform(act, slot);
    this.#isStale = this.#isUrgent = true;
  }

  #perform(act: BoardAct, slot: BoardSlot | undefined): void {
    switch (act.kind) {
      case 'intent':
        this.#world.dispatch(act.intent);
        // A sentence is on its way: what it makes is seen on the first page.
        if (act.intent.kind === 'submit-prompt') this.#place = homePlace;
        break;
      case 'command':
        this.#world.command(act.command);
        break;
      case 'go':
        this.#place = act.place;
        break;
      case 'close':
        if (slot === this.plaques.result) this.plaques.putResultAway();
    }
  }

  /** Uploads come before the frame's first draw. */
  #show(): void {
    for (const slot of this.#slots) {
      const isShown = !slot.isEmpty && (slot !== this.menu || this.wrist.isOpen);
      if (isShown && slot.needsPaint) slot.paint(this.#pencil, this.#texture);
      if (isShown) this.draw.stand(slot.name, slot.pose, slot.laid.height);
      else this.draw.hide(slot.name);
    }
    this.#texture.fillLevels();
    this.draw.settle();
  }

  #forgetPictures(): void {
    for (const slot of this.#slots) slot.forget(this.#pencil);
  }

  #hideAll(): void {
    this.wrist.close();
    this.plaques.forgetPlaces();
    this.#place = homePlace;
    for (const side of xrSides) this.#pointings[side].clear();
    for (const { name } of this.#slots) this.draw.hide(name);
    this.draw.settle();
  }
}
