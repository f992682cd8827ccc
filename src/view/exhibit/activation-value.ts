import { rowShape } from '#contract/hook-site.ts';
import { storeyOfSite, type ZoomPlace } from '#contract/zoom.ts';
import type { StoreState } from '#store/read.ts';
import { exactNumber } from '#view/number-words.ts';
import { rowLength, unitOfSite } from '#view/site-units.ts';
import type { BoardCells } from './board-cells.ts';
import type { Board, BoardHue } from './board.ts';
import { strongestIndex } from './value-row.ts';
import { barScale } from './value-scale.ts';

export type ActivationPlace = Extract<ZoomPlace, { readonly level: 'activation' }>;

export function hueOf({ site }: ActivationPlace): BoardHue {
  return { kind: storeyOfSite(site) ?? 'residual' };
}

/** Which values stand in one line with this one: those of its head, or the whole row. */
export function lineOf(
  { site, position, index }: ActivationPlace,
  { hello }: StoreState,
): { readonly from: number; readonly to: number } {
  const width = (hello && rowShape(site, hello.model, position + 1).at(-1)) ?? 1;
  const from = Math.floor(index / width) * width;
  return { from, to: from + width };
}

/**
 * Index of the same value in another position's row: of scores and patterns, whose rows end at their
 * own position, that of the same head and key. Undefined where that row has no such key.
 */
export function indexAt(place: ActivationPlace, position: number): number | undefined {
  if (unitOfSite(place.site) !== 'key') return place.index;
  const head = Math.floor(place.index / (place.position + 1));
  const key = place.index % (place.position + 1);
  return key <= position ? head * (position + 1) + key : undefined;
}

/** Why a row has no such value, or undefined when it has. */
export function indexAbsence(
  { site, position, index }: ActivationPlace,
  { hello }: StoreState,
): string | undefined {
  const count = hello ? rowLength(site, hello.model, position) : 0;
  return index < count
    ? undefined
    : `A row of ${site} has ${String(count)} values here, counted from 0: there is no value ${String(index)}.`;
}

/** A list of bars, one below the other. */
export interface BarList
  extends
    Pick<Board, 'key' | 'title' | 'name' | 'values' | 'rowNames' | 'hue' | 'missing'>,
    BoardCells {
  readonly plain: string;
  /** What is said of the longest bar. */
  readonly findingOf: (row: number, value: string) => string;
  readonly made: string;
}

export function barList({ plain, findingOf, made, ...list }: BarList): Board {
  const strongest = strongestIndex(list.values);
  const finding =
    strongest < 0 ? '' : ` ${findingOf(strongest, exactNumber(list.values[strongest] ?? NaN))}`;
  const told = barScale(list.values);
  return {
    ...list,
    group: 'One value',
    sentence: plain + finding,
    status: 'REAL',
    made: `${made}. ${told.words}`,
    chart: 'bars',
    rowCount: list.values.length,
    columnCount: 1,
    columnNames: [],
    scale: told.scale,
  };
}
