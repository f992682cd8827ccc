import type { ReadableStore } from '#store/read.ts';
import { notCause } from '#view/hover-place.ts';
import { countWords, shortNumber } from '#view/number-words.ts';
import { tokenWords } from '#view/token-words.ts';
import type { Exhibit } from './board.ts';
import { attentionHall, type ComponentPlace } from './component-attention.ts';
import { feedForwardHall } from './component-feed-forward.ts';
import { wishesOf } from './exact-rows.ts';
import { plainExhibit, positionAbsence } from './plain-exhibit.ts';

/** The hall of one storey of one token: its heads, or its neurons. */
export function componentExhibit(place: ComponentPlace, store: ReadableStore): Exhibit {
  const { state } = store;
  const { layer, position, storey } = place;
  const isAttention = storey === 'attention';
  const words = tokenWords(state, position);
  const title = `${isAttention ? 'Attention' : 'Feed-forward'} of layer ${String(layer)} at ${words}`;
  const absence = positionAbsence(state, layer, position);
  if (absence !== undefined) return plainExhibit(place, title, absence);
  const hall = isAttention ? attentionHall(place, store) : feedForwardHall(place, store);
  const { headCount = 0, neuronCount = 0 } = state.hello?.model ?? {};
  const added = state.overviews[position]?.added[2 * layer + Number(!isAttention)];
  const adds =
    added === undefined
      ? ''
      : ` It adds a vector ${shortNumber(added)} times as long as what is there.`;
  return {
    place,
    title,
    sentence: isAttention
      ? `Here ${words} reads on layer ${String(layer)}: what its ${countWords(headCount, 'head')} ask for, find and bring back.${adds}`
      : `Here ${words} is worked on by ${countWords(neuronCount, 'neuron')} of layer ${String(layer)}: what opens them, what they let through and how active they are.${adds}`,
    notes: [...hall.notes, ...(isAttention ? [notCause] : [])],
    boards: hall.boards,
    wishes: wishesOf(hall.rows),
    directionWishes: hall.directionWishes,
  };
}
