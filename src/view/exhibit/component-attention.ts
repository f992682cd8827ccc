import type { LayerSite } from '#contract/hook-site.ts';
import type { Target } from '#contract/intent.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { exactNumber, percentWords } from '#view/number-words.ts';
import { sinksOfRun } from '#store/read/sink-position.ts';
import { tokenWords } from '#view/token-words.ts';
import type { BoardCells } from './board-cells.ts';
import type { Board, DirectionWish } from './board.ts';
import { rowBoard, spanNames, type RowBoard } from './row-board.ts';
import { tokenNames } from './shown-tokens.ts';
import { valueRow, type ValueRow } from './value-row.ts';

export type ComponentPlace = Extract<ZoomPlace, { readonly level: 'component' }>;

/** What a hall shows, before it is put into words. */
export interface HallBoards {
  readonly boards: readonly Board[];
  readonly rows: readonly ValueRow[];
  readonly notes: readonly string[];
  readonly directionWishes: readonly DirectionWish[];
}

/** Values that stand in one line where a row has no lines of its own. */
export const lineLength = 64;

interface Part extends Pick<RowBoard, 'key' | 'group' | 'title' | 'plain'> {
  readonly site: LayerSite;
  /** A row per key-value head. */
  readonly isShared: boolean;
}

const hue = { kind: 'attention' } as const;

const parts: readonly Part[] = [
  {
    key: 'q',
    site: 'attn.hook_q',
    group: 'Queries, keys, values',
    title: 'Queries',
    plain:
      'What each head asks for, before it is turned by its position (attn.hook_rot_q is after).',
    isShared: false,
  },
  {
    key: 'k',
    site: 'attn.hook_k',
    group: 'Queries, keys, values',
    title: 'Keys',
    plain:
      'What this token is found by, before it is turned by its position (attn.hook_rot_k is after); some heads share one.',
    isShared: true,
  },
  {
    key: 'v',
    site: 'attn.hook_v',
    group: 'Queries, keys, values',
    title: 'Values',
    plain: 'What this token hands to whoever reads it; some heads share one.',
    isShared: true,
  },
  {
    key: 'z',
    site: 'attn.hook_z',
    group: 'Results',
    title: 'Heads’ results',
    plain: 'What each head has read: the values of all keys, each by its weight.',
    isShared: false,
  },
];

/** One token's attention storey: weights, scores, queries, keys, values, results, what is added. */
export function attentionHall(place: ComponentPlace, store: ReadableStore): HallBoards {
  const { layer, position } = place;
  const { width = 0 } = store.state.hello?.model ?? {};
  const rowOf = (site: LayerSite): ValueRow => valueRow(store, site, layer, position);
  const pattern = rowOf('attn.hook_pattern');
  const scores = rowOf('attn.hook_attn_scores');
  const inner = parts.map(({ site }) => rowOf(site));
  const out = rowOf('hook_attn_out');
  const added = rowBoard(store, {
    key: 'out',
    group: 'Results',
    title: 'What attention adds',
    plain: 'The vector that all heads together add to the residual stream.',
    chart: 'bars',
    hue,
    columnCount: lineLength,
    rowNames: spanNames(width, lineLength),
    row: out,
  });
  return {
    rows: [pattern, scores, ...inner, out],
    notes: [],
    directionWishes: [],
    boards: [...keyBoards(store, pattern, scores), ...innerBoards(store, inner), added],
  };
}

/** What each head reads: a row per head, a column per key. */
function keyBoards(store: ReadableStore, pattern: ValueRow, scores: ValueRow): readonly Board[] {
  const { state } = store;
  const { layer, position } = pattern;
  const { headCount = 0 } = state.hello?.model ?? {};
  const keyed = {
    group: 'What each head reads',
    chart: 'heat',
    hue,
    columnCount: position + 1,
    rowNames: headNames(headCount),
    columnNames: tokenNames(state, position + 1),
  } as const;
  return [
    rowBoard(store, {
      ...keyed,
      key: 'pattern',
      title: 'Weights',
      plain: `How much of what each head reads comes from each word.${readingWords(state, pattern)}`,
      row: pattern,
      isShare: true,
      cells: beamCells(layer, position, headCount),
    }),
    rowBoard(store, {
      ...keyed,
      key: 'scores',
      title: 'Scores',
      plain: 'How well each head’s query fits each key; softmax over a row makes the weights.',
      row: scores,
    }),
  ];
}

/** What heads compute by themselves: a row per head, a column per dimension. */
function innerBoards(store: ReadableStore, rows: readonly ValueRow[]): readonly Board[] {
  const { headCount = 0, kvHeadCount = 0, headWidth = 1 } = store.state.hello?.model ?? {};
  return rows.flatMap((row, nth) => {
    const part = parts[nth];
    if (!part) return [];
    const { isShared, site: _, ...words } = part;
    return rowBoard(store, {
      ...words,
      chart: 'heat',
      hue,
      columnCount: headWidth,
      rowNames: isShared ? headNames(kvHeadCount, 'kv head') : headNames(headCount),
      row,
    });
  });
}

function headNames(count: number, word = 'head'): readonly string[] {
  return Array.from({ length: count }, (_, head) => `${word} ${String(head)}`);
}

/** Rows are heads, columns keys. */
function beamCells(layer: number, query: number, headCount: number): BoardCells {
  const keyCount = query + 1;
  return {
    targetAt: (head, key): Target | undefined =>
      head >= 0 && head < headCount && key >= 0 && key < keyCount
        ? { kind: 'beam', layer, head, query, key }
        : undefined,
    cellOf: (target) =>
      target.kind === 'beam' &&
      target.layer === layer &&
      target.query === query &&
      target.head < headCount
        ? target.head * keyCount + target.key
        : -1,
  };
}

/** The strongest reading of another word: of what is neither a sink nor the token itself. */
function readingWords(state: StoreState, { data, position }: ValueRow): string {
  if (!data) return '';
  const sinks = sinksOfRun(state);
  const keyCount = position + 1;
  let found = -1;
  for (const [index, weight] of data.entries()) {
    const key = index % keyCount;
    if (key === position || sinks.has(key)) continue;
    if (weight > (data[found] ?? 0)) found = index;
  }
  if (found < 0) return ' They read nothing but sinks and the token itself.';
  const weight = data[found] ?? 0;
  return ` Of other words than sinks and itself, head ${String(Math.floor(found / keyCount))} reads ${tokenWords(state, found % keyCount)} most: ${percentWords(weight)}, ${exactNumber(weight)}.`;
}
