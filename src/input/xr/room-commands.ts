import type { XrCommand, XrRoomState } from '#contract/xr-command.ts';
import type { XrComfort } from './xr-comfort.ts';
import type { XrMoves } from './xr-moves.ts';

/** Commands that move whoever is inside or choose for their comfort; the others are not input's. */
export function performXrCommand(moves: XrMoves, command: XrCommand): void {
  switch (command.kind) {
    case 'rest-at':
      moves.restAt(command.scale);
      return;
    case 'bring-tower':
      moves.bringTower(command.position);
      return;
    case 'lift':
      moves.liftTo(command.layer ?? undefined);
      return;
    case 'turn':
      moves.turn(command.direction);
      return;
    case 'resize':
      moves.resize(command.direction);
      return;
    case 'calibrate-seat':
      moves.calibrateSeat();
      return;
    case 'type-prompt':
    case 'leave':
      return;
    default:
      moves.comfort = chosenComfort(moves.comfort, command);
  }
}

type ComfortCommand = Extract<
  XrCommand,
  { readonly kind: 'set-moving' | 'set-turn' | 'set-main-hand' | 'set-toggle-grip' }
>;

function chosenComfort(comfort: XrComfort, command: ComfortCommand): XrComfort {
  switch (command.kind) {
    case 'set-moving':
      return { ...comfort, moving: command.moving };
    case 'set-turn':
      return { ...comfort, turnDegrees: command.degrees };
    case 'set-main-hand':
      return { ...comfort, mainHand: command.side };
    case 'set-toggle-grip':
      return { ...comfort, toggleGrip: command.on };
  }
}

/** What holds in the room now. */
export function roomStateOf(
  { comfort, rest, liftedLayer }: XrMoves,
  hasKeyboard: boolean,
): XrRoomState {
  const { moving, turnDegrees, mainHand, raisedMetres, toggleGrip } = comfort;
  return {
    scale: rest,
    liftedLayer,
    moving,
    turnDegrees,
    mainHand,
    isRaised: raisedMetres > 0,
    togglesGrip: toggleGrip,
    hasKeyboard,
  };
}
