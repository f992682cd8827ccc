import type { Target } from '#contract/intent.ts';
import type { XrRoomState } from '#contract/xr-command.ts';
import type { ReadableStore } from '#store/read.ts';
import type { MenuPlace } from './room-board.ts';

/** Everything the menu on the wrist is made from. */
export interface WristWorld {
  readonly store: ReadableStore;
  readonly room: XrRoomState;
  readonly place: MenuPlace;
  /** The latest first. */
  readonly recentPrompts: readonly string[];
  /** What is pointed at by other means than a hand's ray. */
  readonly focus: Target | undefined;
}
