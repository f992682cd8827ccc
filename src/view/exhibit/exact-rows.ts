import type { DecodedValues } from '#contract/decoded-message.ts';
import type { Site } from '#contract/hook-site.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import type { ValuesAddress } from '#view/hover-model.ts';
import { countWords } from '#view/number-words.ts';
import type { ValuesWish } from './board.ts';

/** Exact rows, and what to say where they are not here. */
export interface ExactRows {
  /** One for each address. */
  readonly rows: readonly (DecodedValues | undefined)[];
  /** Said in place of the cells when no row is here. */
  readonly missing: string | undefined;
  /** Said beside the cells when some rows are here and others not. */
  readonly note: string | undefined;
  /** The rows that can still come, those of one site and layer together. */
  readonly wishes: readonly ValuesWish[];
}

/** Rows of one site and layer. */
export function exactRows(
  store: ReadableStore,
  site: Site,
  layer: number,
  positions: readonly number[],
): ExactRows {
  return exactRowsAt(
    store,
    positions.map((position) => ({ site, layer, position })),
  );
}

/** Rows of one site, wherever they are. */
export function exactRowsAt(store: ReadableStore, places: readonly ValuesAddress[]): ExactRows {
  const rows = places.map(({ site, layer, position }) => store.valuesOf(site, layer, position));
  const absent = places.filter((_, index) => rows[index] === undefined);
  if (absent.length === 0) return { rows, missing: undefined, note: undefined, wishes: [] };
  const refusals = absent.map(({ site, layer, position }) =>
    store.refusalOf(site, layer, position),
  );
  const awaited = absent.filter((_, index) => refusals[index] === undefined);
  const refusal = refusals.find((each) => each !== undefined);
  const words =
    awaited.length > 0 || refusal === undefined
      ? 'This is on its way.'
      : refusalWords(store.state, refusal);
  return {
    rows,
    missing: absent.length === places.length ? words : undefined,
    note:
      absent.length < places.length
        ? `${countWords(absent.length, 'row')} of ${String(places.length)} of ${places[0]?.site ?? ''} cannot be shown. ${words}`
        : undefined,
    wishes: grouped(awaited),
  };
}

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

function grouped(places: readonly ValuesAddress[]): readonly ValuesWish[] {
  const groups = new Map<string, ValuesWish & { readonly positions: number[] }>();
  for (const { site, layer, position } of places) {
    const key = `${site} ${String(layer)}`;
    const group = groups.get(key);
    if (group) group.positions.push(position);
    else groups.set(key, { site, layer, positions: [position] });
  }
  return [...groups.values()];
}

/** What several are wished for, each row once. */
export function wishesOf(rows: readonly ExactRows[]): readonly ValuesWish[] {
  return grouped(
    rows.flatMap(({ wishes }) =>
      wishes.flatMap(({ site, layer, positions }) =>
        positions.map((position) => ({ site, layer, position })),
      ),
    ),
  ).map(({ positions, ...wish }) => ({ ...wish, positions: [...new Set(positions)] }));
}

/** What is said of rows that are not here, each sentence once. */
export function notesOf(rows: readonly ExactRows[]): readonly string[] {
  return [...new Set(rows.flatMap(({ note }) => (note === undefined ? [] : [note])))];
}
