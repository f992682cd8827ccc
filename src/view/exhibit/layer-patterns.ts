import type { Target } from '#contract/intent.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { headsOfRole, roleOfHead, roleWords } from '#view/head-roles.ts';
import { notCause } from '#view/hover-place.ts';
import { countWords, percentWords } from '#view/number-words.ts';
import { tokenWords } from '#view/token-words.ts';
import { BoardMemo } from './board-memo.ts';
import type { BoardCells } from './board-cells.ts';
import type { Board } from './board.ts';
import { exactRows, type ExactRows } from './exact-rows.ts';
import {
  headReadings,
  readingShare,
  type HeadReading,
  type ReadingShares,
} from './head-readings.ts';
import { shownCount, tokenNames } from './shown-tokens.ts';

/** Attention matrices of a layer, as the settings ask for them. */
export interface PatternBoards {
  readonly boards: readonly Board[];
  readonly notes: readonly string[];
  readonly rows: ExactRows;
}

const memo = new BoardMemo<Board>();

export function patternBoards(store: ReadableStore, layer: number): PatternBoards {
  const { state } = store;
  const count = shownCount(state, layer);
  const positions = Array.from({ length: count }, (_, position) => position);
  const rows = exactRows(store, 'attn.hook_pattern', layer, positions);
  const readings = headReadings(store, layer, rows.rows);
  const shown = shownHeads(state, layer, readings);
  return {
    boards: shown.map((reading) => {
      const inputs = [layer, reading, state.tokens, rows.missing];
      const key = `pattern-${String(reading.head)}`;
      return memo.take(store, key, inputs, () =>
        patternBoard(state, { key, layer, reading, count, missing: rows.missing }),
      );
    }),
    notes: [
      ...orderNotes(state, rows),
      ...leftOutNotes(state, readings.length - shown.length),
      notCause,
    ],
    rows,
  };
}

/** Those the settings leave, in the order they ask for. */
function shownHeads(
  state: StoreState,
  layer: number,
  readings: readonly HeadReading[],
): readonly HeadReading[] {
  const { isolatedHead, headOrder, headRole } = state.settings;
  if (isolatedHead !== null) return readings.filter(({ head }) => head === isolatedHead);
  const { headCount = 0 } = state.hello?.model ?? {};
  const known = headRole === null ? undefined : headsOfRole(state, headRole);
  const left = readings.filter(({ head }) => known?.has(layer * headCount + head) ?? true);
  // Equal ones stay in the model's order.
  if (headOrder === 'reading') return left.toSorted((a, b) => readingShare(b) - readingShare(a));
  if (headOrder === 'role') {
    const score = ({ head }: HeadReading): number => roleOfHead(state, layer, head)?.score ?? 0;
    return left.toSorted((a, b) => score(b) - score(a));
  }
  return left;
}

function orderNotes({ settings, hello }: StoreState, rows: ExactRows): readonly string[] {
  if (settings.isolatedHead !== null || settings.headOrder === 'index') return [];
  if (settings.headOrder === 'role') {
    return [
      hello?.display.headScores
        ? 'Heads stand in order of their score in what they are best known for.'
        : 'Heads stand as the model counts them: no scores are stored for it.',
    ];
  }
  return [
    rows.missing === undefined
      ? 'Heads stand in order of how much they read from words that are neither a sink nor the token itself: the mean of that share over the tokens from the second on.'
      : 'Heads stand as the model counts them until their weights are here.',
  ];
}

function leftOutNotes({ settings }: StoreState, count: number): readonly string[] {
  const { isolatedHead, headRole } = settings;
  if (count === 0) return [];
  const only =
    isolatedHead === null
      ? `Only heads known for their role (${headRole === null ? '' : roleWords[headRole]}) are shown`
      : `Head ${String(isolatedHead)} alone is shown`;
  return [
    `${only}: ${countWords(count, 'head of this layer is', 'heads of this layer are')} left out.`,
  ];
}

interface PatternPlan {
  readonly key: string;
  readonly layer: number;
  readonly reading: HeadReading;
  readonly count: number;
  readonly missing: string | undefined;
}

function patternBoard(state: StoreState, plan: PatternPlan): Board {
  const { layer, reading, count } = plan;
  const { head, weights } = reading;
  const names = tokenNames(state, count);
  return {
    key: plan.key,
    group: 'What each head reads',
    title: `Head ${String(head)}`,
    sentence: `${matrixWords(head)} ${findingWords(state, reading)}`.trim(),
    name: `blocks.${String(layer)}.attn.hook_pattern[head ${String(head)}]`,
    status: 'REAL',
    made: 'softmax(scores) of each query over the keys up to itself; light is the square root of the weight.',
    chart: 'heat',
    values: weights,
    rowCount: count,
    columnCount: count,
    rowNames: names,
    columnNames: names,
    scale: { kind: 'share' },
    hue: { kind: 'head', head },
    ...beamCells({ layer, head, count, weights }),
    missing: plan.missing,
  };
}

/** Rows are queries, columns keys. */
function beamCells(matrix: {
  readonly layer: number;
  readonly head: number;
  readonly count: number;
  readonly weights: Float32Array;
}): BoardCells {
  const { layer, head, count, weights } = matrix;
  return {
    targetAt: (query, key): Target | undefined =>
      query >= 0 && key >= 0 && key <= query && !Number.isNaN(weights[query * count + key] ?? NaN)
        ? { kind: 'beam', layer, head, query, key }
        : undefined,
    cellOf: (target) =>
      target.kind === 'beam' &&
      target.layer === layer &&
      target.head === head &&
      target.query < count &&
      target.key <= target.query
        ? target.query * count + target.key
        : -1,
  };
}

function matrixWords(head: number): string {
  return `Head ${String(head)}: each row is a word that reads, each column a word that is read.`;
}

const placeWords: Readonly<Record<keyof ReadingShares, string>> = {
  sink: 'rests on a sink',
  self: 'stays on the token itself',
  before: 'goes to the token before',
  farther: 'goes to words farther back',
};

/** Where most of the head's weight goes, and what the newest token reads through it. */
function findingWords(state: StoreState, { shares, newest, weights }: HeadReading): string {
  if (!newest) return '';
  if (!shares) return 'The first token has nothing but itself to read.';
  const count = Math.sqrt(weights.length);
  const [place] = (Object.keys(placeWords) as (keyof ReadingShares)[]).toSorted(
    (a, b) => shares[b] - shares[a],
  );
  const { query, key } = newest;
  const most = place
    ? `Its largest share ${placeWords[place]}: ${percentWords(shares[place])} on average. `
    : '';
  const keyWords = key === query ? 'itself' : tokenWords(state, key);
  return `${most}The newest token, ${tokenWords(state, query)}, reads ${keyWords} most: ${percentWords(weights[query * count + key] ?? 0)}.`;
}
