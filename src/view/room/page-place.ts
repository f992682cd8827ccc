import { layouts } from '#contract/view-choice.ts';
import type { XrScale } from '#contract/xr-command.ts';
import type { StoreState } from '#store/read.ts';
import { focusPosition } from '#view/focus-position.ts';
import { ringPageWords, shownRingPage } from '#view/ring-pages.ts';
import { layoutWords } from '#view/setting-words.ts';
import { tokenWords } from '#view/token-words.ts';
import { button, choices, command, intent, row, stepper } from './room-board.ts';
import type { BoardBlock } from './room-board.ts';
import type { WristWorld } from './wrist-world.ts';

const scales: readonly (readonly [scale: XrScale, text: string])[] = [
  ['table', 'On a table'],
  ['room', 'Room high'],
  ['street', 'Life-size'],
];

/** How large the city is, how it is turned, where in it one stands, how its towers stand. */
export function placePage({ store, room }: WristWorld): readonly BoardBlock[] {
  const { state } = store;
  const position = focusPosition(state);
  return [
    choices('scale', scales, {
      chosen: room.scale,
      act: (scale) => command({ kind: 'rest-at', scale }),
    }),
    row(
      button(
        'bring-tower',
        position === undefined
          ? 'Bring a tower here'
          : `Bring the tower of ${tokenWords(state, position)} here`,
        position === undefined ? undefined : command({ kind: 'bring-tower', position }),
      ),
    ),
    row(
      button('turn-left', '‹ Turn', command({ kind: 'turn', direction: -1 })),
      button('turn-right', 'Turn ›', command({ kind: 'turn', direction: 1 })),
      button('smaller', 'Smaller', command({ kind: 'resize', direction: -1 })),
      button('larger', 'Larger', command({ kind: 'resize', direction: 1 })),
    ),
    ...liftRows(state, room.liftedLayer),
    choices(
      'layout',
      layouts.map((layout) => [layout, layoutWords[layout]] as const),
      {
        chosen: state.settings.layout,
        act: (layout) => intent({ kind: 'set-layout', layout }),
      },
    ),
    ...ringRows(state),
  ];
}

/** Floors taken at once by the longer steps. */
const longSteps = 5;

/** Up and down the floors; the street lies below layer 0. */
function liftRows({ hello, zoom }: StoreState, lifted: number | undefined): readonly BoardBlock[] {
  if (!hello) return [];
  const top = hello.model.layerCount - 1;
  const at = lifted ?? -1;
  const liftBy = (floors: number): ReturnType<typeof command> | undefined => {
    const layer = Math.min(top, Math.max(-1, at + floors));
    return layer === at ? undefined : command({ kind: 'lift', layer: layer < 0 ? null : layer });
  };
  const aimed = 'layer' in zoom ? zoom.layer : undefined;
  return [
    stepper('lift', {
      name: 'Lift',
      value: lifted === undefined ? 'street' : `layer ${String(lifted)}`,
      down: liftBy(-1),
      up: liftBy(1),
    }),
    row(
      button('lift-street', 'Street', command({ kind: 'lift', layer: null }), {
        isOn: lifted === undefined,
      }),
      button('lift-less', `${String(longSteps)} down`, liftBy(-longSteps)),
      button('lift-more', `${String(longSteps)} up`, liftBy(longSteps)),
      button('lift-top', 'Top', command({ kind: 'lift', layer: top }), { isOn: lifted === top }),
    ),
    ...(aimed === undefined
      ? []
      : [
          row(
            button(
              'lift-open',
              `To layer ${String(aimed)}, which is open`,
              command({ kind: 'lift', layer: aimed }),
              { isOn: aimed === lifted },
            ),
          ),
        ]),
  ];
}

function ringRows(state: StoreState): readonly BoardBlock[] {
  const shown = shownRingPage(state);
  if (state.settings.layout !== 'ring' || shown.pageCount < 2) return [];
  const { page, pageCount, isFollowing } = shown;
  const turnTo = (to: number): ReturnType<typeof intent> | undefined =>
    to < 0 || to >= pageCount ? undefined : intent({ kind: 'set-ring-page', page: to });
  return [
    stepper('ring', {
      name: 'Ring',
      value: ringPageWords(shown),
      down: turnTo(page - 1),
      up: turnTo(page + 1),
    }),
    row(
      button(
        'ring-follows',
        'Follow what is read',
        intent({ kind: 'set-ring-page', page: isFollowing ? page : null }),
        { isOn: isFollowing },
      ),
    ),
  ];
}
