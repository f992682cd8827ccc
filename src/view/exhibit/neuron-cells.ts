import type { LayerSite } from '#contract/hook-site.ts';
import type { Target } from '#contract/intent.ts';
import { isSameTarget } from '#contract/same-target.ts';
import { countWords, exactNumber } from '#view/number-words.ts';
import type { BoardCells } from './board-cells.ts';
import { strongestIndex, type ValueRow } from './value-row.ts';

/** Cells that are neurons in an order of their own. */
export function neuronCells(
  row: { readonly site: LayerSite; readonly layer: number; readonly position: number },
  order: { readonly places: ArrayLike<number>; readonly placeOf: (neuron: number) => number },
  columnCount: number,
): BoardCells {
  const targetOf = (index: number): Target => ({
    kind: 'value',
    ...{ site: row.site, layer: row.layer, position: row.position },
    index,
  });
  return {
    targetAt: (line, column) => {
      if (line < 0 || column < 0 || column >= columnCount) return undefined;
      const neuron = order.places[line * columnCount + column] ?? -1;
      return neuron < 0 ? undefined : targetOf(neuron);
    },
    cellOf: (target) =>
      target.kind === 'value' && isSameTarget(targetOf(target.index), target)
        ? order.placeOf(target.index)
        : -1,
  };
}

export function neuronWords({ data }: ValueRow): string {
  if (!data) return '';
  const strongest = strongestIndex(data);
  if (strongest < 0) return '';
  const positive = data.reduce((count, value) => count + Number(value > 0), 0);
  return ` The strongest is neuron ${String(strongest)}: ${exactNumber(data[strongest] ?? NaN)}; ${countWords(positive, 'is', 'are')} positive.`;
}
