import { effectCaution, effectList } from '#view/effect-list.ts';
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
    return [
      words(
        'Each head, then each beam drawn, is switched off alone and the model runs again: what the answer loses, in nats, is what it is worth.',
        'fine',
      ),
      ...ask,
    ];
  }
  const { shown, turner } = turnedList(list.rows, place, rowsShown);
  return [
    words(list.title),
    words(list.progress, 'fine'),
    ...(list.isMeasuring ? [{ kind: 'progress', share: list.share } as const] : []),
    ...shown.flatMap(effectBlocks),
    ...turner,
    ...ask,
    words(effectCaution, 'fine'),
  ];
}

function effectBlocks(effect: EffectRow): readonly BoardBlock[] {
  const { key, words: name, nats, flip, isFirst, intent: wish } = effect;
  const act = isFirst ? 'Try this one' : wish.kind === 'verb' ? 'Tear it out' : 'Switch it off';
  return [
    words(flip === '' ? name : `${name}: ${flip}`),
    row(
      label(`${nats} nats`, 1),
      button(`try-${key}`, act, intent(wish), { share: 1.4, isOn: isFirst }),
    ),
  ];
}
