import { ladderStep, speedSteps } from '#contract/setting-steps.ts';
import { focusPosition, lastLayer, litLayerAt } from '#view/focus-position.ts';
import { resultHeadline } from '#view/change-result.ts';
import { speedWords } from '#view/setting-words.ts';
import { predictionsOf, tokenWords } from '#view/token-words.ts';
import { percentWords } from '#view/number-words.ts';
import type { StoreState } from '#store/read.ts';
import { button, intent, row, stepper, words } from './room-board.ts';
import type { BoardAct, BoardBlock, BoardButton, MenuPage } from './room-board.ts';
import type { WristWorld } from './wrist-world.ts';

/** Playback, and the way to all other pages. */
export function homePage({ store }: WristWorld): readonly BoardBlock[] {
  const { state } = store;
  const { playing, changes } = state;
  const count = changes.length === 0 ? '' : ` (${String(changes.length)})`;
  return [
    words(answerWords(state), 'title'),
    words(whereWords(state), 'fine'),
    row(
      button('token-back', '‹ token', intent({ kind: 'step-token', direction: -1 })),
      button('play', playing ? 'Pause' : 'Play', intent({ kind: playing ? 'pause' : 'play' }), {
        share: 1.2,
        isOn: playing,
      }),
      button('token-next', 'token ›', intent({ kind: 'step-token', direction: 1 })),
    ),
    row(
      button('layer-down', '↓ layer', intent({ kind: 'step-layer', direction: -1 })),
      button('stop', 'Stop', intent({ kind: 'stop' }), { share: 1.2 }),
      button('layer-up', '↑ layer', intent({ kind: 'step-layer', direction: 1 })),
    ),
    speedStepper(state),
    row(pageButton('prompts', 'Another sentence'), pageButton('thing', 'This thing')),
    row(pageButton('changes', `What I changed${count}`), pageButton('effects', 'What matters?')),
    row(pageButton('drawn', 'What is drawn'), pageButton('place', 'Where I stand')),
    row(pageButton('comfort', 'Comfort and exit')),
  ];
}

function pageButton(page: MenuPage, text: string): BoardButton {
  return button(`page-${page}`, text, { kind: 'go', place: { page, from: 0 } });
}

function speedStepper({ settings, hello }: StoreState): BoardBlock {
  const { layersPerSecond } = settings;
  const step = (by: 1 | -1): BoardAct | undefined => {
    const next = ladderStep(speedSteps, layersPerSecond, by);
    return next === layersPerSecond
      ? undefined
      : intent({ kind: 'set-speed', layersPerSecond: next });
  };
  const tokensPerSecond = layersPerSecond / (hello?.model.layerCount ?? 1);
  return stepper('speed', {
    name: 'Speed',
    value: hello ? speedWords(tokensPerSecond) : '',
    down: step(-1),
    up: step(1),
  });
}

/** What the model says after the token looked at: with changes, before and after. */
function answerWords(state: StoreState): string {
  const headline = resultHeadline(state);
  if (headline !== undefined) return headline;
  const position = focusPosition(state);
  const overview = position === undefined ? undefined : state.overviews[position];
  const top = (state.hello?.model.layerCount ?? 0) - 1;
  if (position === undefined || !overview || litLayerAt(state, position) < top) {
    return state.awaitedPrompt === undefined ? 'Neural City' : 'Another sentence is read soon';
  }
  const [first] = predictionsOf(state, overview);
  if (!first) return 'Neural City';
  return `${tokenWords(state, position)} → ${first.words} ${percentWords(first.probability)}`;
}

function whereWords(state: StoreState): string {
  const { cursor, tokens, hello, ended } = state;
  if (!hello) return 'No sentence has been read yet.';
  const token = `Token ${String(cursor.position + 1)} of ${String(tokens.length)}`;
  const layer =
    cursor.layer < 0
      ? 'not computed yet'
      : `layer ${String(Math.min(cursor.layer, lastLayer(state)))}`;
  return ended === undefined ? `${token}, ${layer}.` : `${token}, ${layer}. ${ended}`;
}
