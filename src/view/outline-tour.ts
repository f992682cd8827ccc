import type { ReadableStore } from '#store/read.ts';
import type { OutlineNode } from './outline-node.ts';
import { tourModel } from './tour.ts';

/** Where the tour is and what it says there. */
export function outlineTour(store: ReadableStore): OutlineNode {
  const tour = tourModel(store);
  if (!tour) return { key: 'tour', text: 'There is no tour.', children: [] };
  const { index, count, title, sentence, term, name } = tour;
  const named = [term, name].filter((each) => each !== '').join(', ');
  return {
    key: 'tour',
    text: `Tour, stop ${String(index + 1)} of ${String(count)}: ${title}. ${sentence}`,
    children: named === '' ? [] : [{ key: 'tour-term', text: `${named}.`, children: [] }],
  };
}
