import type { City } from '#city/city.ts';
import type { Headset } from '#city/xr/headset.ts';
import { RoomBoards } from '#city/xr/room-boards.ts';
import type { Site } from '#contract/hook-site.ts';
import type { Dispatch } from '#contract/intent.ts';
import type { XrCommand } from '#contract/xr-command.ts';
import { performXrCommand, roomStateOf } from '#input/xr/room-commands.ts';
import type { XrMoves } from '#input/xr/xr-moves.ts';
import { headsetTyping } from '#panel/headset-typing.ts';
import { withRecentPrompt } from '#view/example-prompts.ts';

export interface HeadsetBoardsWorld {
  readonly city: City;
  readonly headset: Headset;
  readonly dispatch: Dispatch;
  readonly moves: () => XrMoves;
  readonly wantValues: (site: Site, layer: number, position: number) => void;
}

/** Ties the boards' knot: what they read, and where what is pressed on them goes. */
export function connectBoards({
  city,
  headset,
  dispatch,
  moves,
  wantValues,
}: HeadsetBoardsWorld): RoomBoards {
  const { store } = city.stage.context;
  let recentPrompts: readonly string[] = [];
  const remember = (): void => {
    const prompt = store.state.hello?.run.prompt;
    if (prompt !== undefined) recentPrompts = withRecentPrompt(recentPrompts, prompt);
  };
  remember();
  store.subscribe((topics) => {
    if (topics.has('run')) remember();
  });
  const typing = headsetTyping((text) => {
    dispatch({ kind: 'submit-prompt', text, chat: false });
  });
  const command = (wish: XrCommand): void => {
    if (wish.kind === 'type-prompt') typing.open();
    else if (wish.kind === 'leave') void headset.leave();
    else performXrCommand(moves(), wish);
  };
  const boards = new RoomBoards({
    context: city.stage.context,
    rig: headset.rig,
    frames: headset.frames,
    room: () => roomStateOf(moves(), headset.hasKeyboard),
    recentPrompts: () => recentPrompts,
    dispatch,
    command,
    pickRay: (ray) => city.fittings.pickRay(ray),
    requestValues: wantValues,
  });
  headset.adopt(boards.draw.mesh);
  return boards;
}
