import { button, choices, command, row } from './room-board.ts';
import type { BoardBlock } from './room-board.ts';
import type { WristWorld } from './wrist-world.ts';

/** How one moves, with which hand, at which height, and the way out. */
export function comfortPage({ room }: WristWorld): readonly BoardBlock[] {
  const { moving, turnDegrees, mainHand, isRaised, togglesGrip } = room;
  return [
    choices(
      'moving',
      [
        ['teleport', 'Step'],
        ['slide', 'Glide'],
      ] as const,
      { chosen: moving, act: (each) => command({ kind: 'set-moving', moving: each }) },
    ),
    choices(
      'turn',
      [
        [30, 'Turn by 30°'],
        [45, 'Turn by 45°'],
      ] as const,
      { chosen: turnDegrees, act: (degrees) => command({ kind: 'set-turn', degrees }) },
    ),
    choices(
      'hand',
      [
        ['right', 'Right-handed'],
        ['left', 'Left-handed'],
      ] as const,
      { chosen: mainHand, act: (side) => command({ kind: 'set-main-hand', side }) },
    ),
    row(
      button('seat', 'I sit: raise my eyes', command({ kind: 'calibrate-seat' }), {
        isOn: isRaised,
      }),
    ),
    row(
      button(
        'toggle-grip',
        'Hold until pressed again',
        command({ kind: 'set-toggle-grip', on: !togglesGrip }),
        { isOn: togglesGrip },
      ),
    ),
    row(button('leave', 'Leave the headset view', command({ kind: 'leave' }))),
  ];
}
