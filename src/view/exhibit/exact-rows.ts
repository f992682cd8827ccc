import type { DecodedValues } from '#contract/decoded-message.ts';
import type { Site } from '#contract/hook-site.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { countWords } from '#view/number-words.ts';
import type { ValuesWish } from './board.ts';

/** Exact rows of one site and layer, and what to say where they are not here. */
export interface ExactRows {
  /** One for each position asked for; rows of patterns may be longer than their own keys (VAL2). */
  readonly rows: readonly (DecodedValues | undefined)[];
  /** Said in place of the cells when no row is here. */
  readonly missing: string | undefined;
  /** Said beside the cells when some rows are here and others not. */
  readonly note: string | undefined;
  /** The rows that can still come. */
  readonly wish: ValuesWish | undefined;
}

export function exactRows(
  store: ReadableStore,
  site: Site,
  layer: number,
  positions: readonly number[],
): ExactRows {
  const rows = positions.map((position) => store.valuesOf(site, layer, position));
  const absent = positions.filter((_, index) => rows[index] === undefined);
  const refusals = absent.map((position) => store.refusalOf(site, layer, position));
  const awaited = absent.filter((_, index) => refusals[index] === undefined);
  const refusal = refusals.find((each) => each !== undefined);
  const words =
    awaited.length > 0 || refusal === undefined ? onItsWay : refusalWords(store.state, refusal);
  const isPartial = absent.length > 0 && absent.length < positions.length;
  return {
    rows,
    missing: absent.length > 0 && !isPartial ? words : undefined,
    note: isPartial
      ? `${countWords(absent.length, 'row')} of ${String(positions.length)} of ${site} cannot be shown. ${words}`
      : undefined,
    wish: awaited.length > 0 ? { site, layer, positions: awaited } : undefined,
  };
}

const onItsWay = 'This is on its way.';

/** Why a row cannot be had; a recording holds some of its run's numbers only. */
function refusalWords({ runSource, engine }: StoreState, refusal: string): string {
  if (runSource === 'live') return refusal;
  switch (engine.kind) {
    case 'ready':
      return 'This is not recorded.';
    case 'failed':
      return 'This is not recorded, and the model that could compute it did not load.';
    case 'idle':
    case 'loading':
      return 'This is not recorded; the model computes it once it is loaded.';
  }
}

/** Those that are wished for at all. */
export function wishesOf(rows: readonly ExactRows[]): readonly ValuesWish[] {
  return rows.flatMap(({ wish }) => (wish ? [wish] : []));
}

/** What is said of rows that are not here, each sentence once. */
export function notesOf(rows: readonly ExactRows[]): readonly string[] {
  return [...new Set(rows.flatMap(({ note }) => (note === undefined ? [] : [note])))];
}
