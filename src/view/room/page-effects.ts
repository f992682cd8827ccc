import { effectActWords, effectCaution, effectList, effectMethod } from '#view/effect-list.ts';
import type { StoreState } from '#store/read.ts';
import type { EffectRow } from '#view/effect-list.ts';
import { focusPosition } from '#view/focus-position.ts';
import { measureAct } from '#view/target-acts.ts';
import { actRows } from './act-rows.ts';
import { button, intent, label, row, words } from './room-board.ts';
import type { BoardBlock } from './room-board.ts';
import { turnedList } from './turned-list.ts';
import type { WristWorld } from './wrist-world.ts';

const rowsShown = 3;

/** What each head and drawn beam is worth to one answer, what the answer needs most first. */
export function effectPage({ store, place }: WristWorld): readonly BoardBlock[] {
  const { state } = store;
  const list = effectList(state);
  const position = list?.isMeasuring === true ? list.position : focusPosition(state);
  const ask = position === undefined ? [] : actRows([measureAct(position, state)]);
  if (!list) {
    return [words(effectMethod, 'fine'), ...ask];
  }
  const { shown, turner } = turnedList(list.rows, place, rowsShown);
  return [
    words(list.title),
    words(list.progress, 'fine'),
    ...(list.isMeasuring ? [{ kind: 'progress', share: list.share } as const] : []),
    ...shown.flatMap((effect) => effectBlocks(effect, state)),
    ...turner,
    ...ask,
    row(button('effects-forget', 'Put away', intent({ kind: 'forget-effects' }))),
    words(effectCaution, 'fine'),
  ];
}

function effectBlocks(effect: EffectRow, state: StoreState): readonly BoardBlock[] {
  const { key, words: name, nats, flip, mark, intent: wish } = effect;
  return [
    ...(mark === '' ? [] : [words(mark, 'fine')]),
    words(flip === '' ? name : `${name}: ${flip}`),
    row(
      label(`${nats} nats`, 1),
      button(`try-${key}`, effectActWords(effect, state), intent(wish), {
        share: 1.4,
        isOn: mark !== '',
      }),
    ),
  ];
}
