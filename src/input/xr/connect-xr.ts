import type { XrFrame, XrSide } from '#contract/xr.ts';
import { CityHold } from './city-hold.ts';
import { XrHand } from './xr-hand.ts';
import { XrHover } from './xr-hover.ts';
import { XrLocomotion } from './xr-locomotion.ts';
import { XrMoves } from './xr-moves.ts';
import type { XrInputWorld } from './xr-world.ts';

export interface XrInput {
  /** Where one goes and what is chosen for comfort: what the menu on the wrist asks for. */
  readonly moves: XrMoves;
}

/** Listens to a headset's frames; between sessions there are none. */
export function connectXr(world: XrInputWorld): XrInput {
  const moves = new XrMoves(world);
  const cityHold = new CityHold(world, moves);
  const locomotion = new XrLocomotion(world.rig, moves);
  const parts = { moves, cityHold, locomotion };
  const hands: Readonly<Record<XrSide, XrHand>> = {
    left: new XrHand('left', world, parts),
    right: new XrHand('right', world, parts),
  };
  const hover = new XrHover(world);
  const isBusy = (side: XrSide): boolean => hands[side].isBusy;
  let isPlaced = false;
  let roomCount = 0;

  const dropAll = (): void => {
    // First, so that no hand lets it snap to a scale of rest.
    cityHold.drop();
    hands.left.drop();
    hands.right.drop();
    locomotion.drop();
    hover.clear();
  };
  const follow = (frame: XrFrame): void => {
    // Where hands were before was in another room.
    if (frame.roomCount !== roomCount) dropAll();
    roomCount = frame.roomCount;
    moves.follow(frame);
    // The ring is what one stands in; it comes with the frame after it was asked for.
    if (!isPlaced) isPlaced = world.plan()?.layout === 'ring' && moves.goInside();
    locomotion.follow(frame, isBusy);
    hands.left.follow(frame);
    hands.right.follow(frame);
    cityHold.follow(frame);
    hover.follow(frame, moves.comfort.mainHand, isBusy);
  };
  world.frames.onFrame(follow);
  world.frames.onEnd(() => {
    dropAll();
    isPlaced = false;
  });
  return { moves };
}
