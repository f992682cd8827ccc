import type { ReadableStore } from '#store/read.ts';
import { countWords, groupedNumber, shortNumber } from '#view/number-words.ts';
import { hueOf, type ActivationPlace } from './activation-value.ts';
import { BoardMemo } from './board-memo.ts';
import type { Board } from './board.ts';
import type { ValueRow } from './value-row.ts';

/** Bins of the histogram: so many of equal width from the smallest value to the largest. */
const binCount = 24;
const memo = new BoardMemo<Board>();

/** How the values of the whole row are spread, largest on top, and where this one lies. */
export function distribution(place: ActivationPlace, store: ReadableStore, row: ValueRow): Board {
  const { site, layer, position, index } = place;
  const inputs = [site, layer, position, index, row.data, row.missing];
  return memo.take(store, 'distribution', inputs, () => makeBoard(place, row));
}

function makeBoard(place: ActivationPlace, row: ValueRow): Board {
  const { site, layer, position } = place;
  const finite = row.data?.filter((value) => Number.isFinite(value)) ?? new Float32Array(0);
  const { low, width } = rangeOf(finite);
  const binOf = (value: number): number =>
    binCount - 1 - Math.min(binCount - 1, Math.max(0, Math.floor((value - low) / width)));
  const counts = new Float32Array(binCount);
  for (const value of finite) {
    const bin = binOf(value);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edge = (bin: number): number => low + (binCount - 1 - bin) * width;
  const own = row.data?.[place.index];
  return {
    key: 'distribution',
    group: 'One value',
    title: 'In its row',
    sentence: `How many values of the row lie where.${own === undefined ? '' : ownWords(own, finite, { bin: binOf(own), counts, edge, width })}`,
    name: `histogram of blocks.${String(layer)}.${site}[position ${String(position)}]`,
    status: 'DERIVED',
    made: `Values of the row counted in ${String(binCount)} bins of equal width, ${shortNumber(width)}; log scale of the counts, so that a single value is seen.`,
    chart: 'bars',
    values: counts,
    rowCount: binCount,
    columnCount: 1,
    rowNames: Array.from(counts, (_count, bin) => shortNumber(edge(bin))),
    columnNames: [],
    scale: { kind: 'log', dark: 0.5, full: Math.max(1, ...counts) },
    hue: hueOf(place),
    targetAt: () => undefined,
    cellOf: (target) => {
      if (target.kind !== 'value' || target.site !== site) return -1;
      if (target.layer !== layer || target.position !== position) return -1;
      const value = row.data?.[target.index] ?? NaN;
      return Number.isFinite(value) ? binOf(value) : -1;
    },
    missing: row.missing,
  };
}

function rangeOf(values: Float32Array): { readonly low: number; readonly width: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high > low ? { low, width: (high - low) / binCount } : { low: 0, width: 1 };
}

interface OwnBin {
  readonly bin: number;
  readonly counts: Float32Array;
  readonly edge: (bin: number) => number;
  readonly width: number;
}

function ownWords(own: number, row: Float32Array, { bin, counts, edge, width }: OwnBin): string {
  const larger = row.reduce((count, each) => count + Number(Math.abs(each) > Math.abs(own)), 0);
  const others = (counts[bin] ?? 1) - 1;
  const bounds = `${shortNumber(edge(bin))} and ${shortNumber(edge(bin) + width)}`;
  return ` This one lies between ${bounds}, with ${countWords(others, 'other')}; by magnitude it is number ${groupedNumber(larger + 1)} of ${groupedNumber(row.length)}.`;
}
