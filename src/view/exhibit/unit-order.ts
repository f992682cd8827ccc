import type { StoreState } from '#store/read.ts';
import { groupedNumber } from '#view/number-words.ts';
import { BoardMemo } from './board-memo.ts';
import type { ReadableStore } from '#store/read.ts';
import type { ValueRow } from './value-row.ts';

/** Which neurons of a storey are shown, and where. */
export interface UnitOrder {
  /** Neurons by magnitude of hook_post, strongest first, equal ones by number; empty before the row is here. */
  readonly ranking: Uint32Array;
  /** Those that are shown, in the places of the board; −1 leaves a place empty. */
  readonly places: Int32Array;
  /** Place of each neuron, −1 for those left out. */
  readonly placeOf: Int32Array;
  readonly isSorted: boolean;
  /** How many neurons are left out. */
  readonly leftOutCount: number;
}

const memo = new BoardMemo<UnitOrder>();

export function unitOrder(store: ReadableStore, post: ValueRow): UnitOrder {
  const { settings, hello } = store.state;
  const count = hello?.model.neuronCount ?? 0;
  const inputs = [post.data, count, settings.unitOrder, settings.strongestCount];
  return memo.take(store, 'order', inputs, () => orderOf(settings, post.data, count));
}

function orderOf(
  { unitOrder: wanted, strongestCount }: StoreState['settings'],
  data: Float32Array | undefined,
  count: number,
): UnitOrder {
  const all = Int32Array.from({ length: count }, (_, neuron) => neuron);
  if (!data) {
    return {
      ...{ ranking: new Uint32Array(0), places: all, placeOf: all },
      ...{ isSorted: false, leftOutCount: 0 },
    };
  }
  const magnitude = (neuron: number): number => Math.abs(data[neuron] ?? 0);
  const ranking = Uint32Array.from(all).sort((a, b) => magnitude(b) - magnitude(a) || a - b);
  const shownCount = Math.min(count, strongestCount ?? count);
  const shown = ranking.subarray(0, shownCount);
  const isSorted = wanted === 'strength';
  const places = isSorted ? Int32Array.from(shown) : new Int32Array(count).fill(-1);
  if (!isSorted) for (const neuron of shown) places[neuron] = neuron;
  const placeOf = new Int32Array(count).fill(-1);
  for (const [place, neuron] of places.entries()) if (neuron >= 0) placeOf[neuron] = place;
  return { ranking, places, placeOf, isSorted, leftOutCount: count - shownCount };
}

export function leftOutNote({ leftOutCount, placeOf }: UnitOrder): readonly string[] {
  if (leftOutCount === 0) return [];
  const [left, all] = [leftOutCount, placeOf.length].map(groupedNumber);
  return [
    `${String(left)} of ${String(all)} neurons are left out: those shown are the most active ones, by |hook_post|.`,
  ];
}
