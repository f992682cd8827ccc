import type { Board, Exhibit } from '#view/exhibit/board.ts';

/** Repeatable numbers around 0, none the same as its neighbour. */
function wave(index: number): number {
  return Math.sin(index * 12.9898) * Math.cos(index * 0.37);
}

type BoardPart = Partial<Board> & Pick<Board, 'key' | 'rowCount' | 'columnCount'>;

/** A board of made-up numbers; a cell's target is a value whose index tells row and column. */
export function fakeMadeBoard(part: BoardPart, valueAt = fakeValue): Board {
  const { rowCount, columnCount } = part;
  const values = Float32Array.from({ length: rowCount * columnCount }, (_, cell) =>
    valueAt(Math.floor(cell / columnCount), cell % columnCount),
  );
  return {
    group: part.key,
    title: part.key,
    sentence: '',
    name: part.key,
    status: 'REAL',
    made: '',
    chart: 'heat',
    values,
    rowNames: [],
    columnNames: [],
    scale: { kind: 'linear', full: 1 },
    hue: { kind: 'attention' },
    targetAt: (row, column) =>
      Number.isNaN(values[row * columnCount + column] ?? NaN)
        ? undefined
        : { kind: 'value', site: 'mlp.hook_post', layer: 0, position: row, index: column },
    cellOf: (target) =>
      target.kind === 'value' && target.position < rowCount && target.index < columnCount
        ? target.position * columnCount + target.index
        : -1,
    missing: undefined,
    ...part,
  };
}

function fakeValue(row: number, column: number): number {
  return wave(row * 131 + column + 1);
}

/** A row of attention: shares of one, nothing after the query. */
function weight(row: number, column: number, head: number): number {
  if (column > row) return NaN;
  const away = row - column;
  return Math.exp(-((away - head) ** 2) / 6) * 0.8 + 0.2 * Math.abs(wave(row * 7 + column + head));
}

function names(count: number): readonly string[] {
  const words = [' The', ' capital', ' of', ' France', ' is', ' Paris', ',', ' and'];
  return Array.from({ length: count }, (_, nth) => `“${words[nth % words.length] ?? ''}”`);
}

/** The kinds of boards that a layer's exhibit has, for so many tokens. */
export function fakePlaza(tokenCount: number): Exhibit {
  const tokens = names(tokenCount);
  const patterns = Array.from({ length: 9 }, (_, head) =>
    fakeMadeBoard(
      {
        key: `pattern-${String(head)}`,
        group: 'patterns',
        title: head === 4 ? 'head 4 · reads “ France”' : `head ${String(head)}`,
        rowCount: tokenCount,
        columnCount: tokenCount,
        ...(head % 3 === 0 && { rowNames: tokens }),
        columnNames: tokens,
        scale: { kind: 'share' },
        hue: { kind: 'head', head },
      },
      (row, column) => weight(row, column, head),
    ),
  );
  const bars = (['attention', 'feed-forward'] as const).map((kind) =>
    fakeMadeBoard(
      {
        key: `added-${kind}`,
        group: 'added',
        title: kind === 'attention' ? 'attention adds' : 'feed-forward adds',
        chart: 'bars',
        rowCount: tokenCount,
        columnCount: 1,
        rowNames: tokens,
        hue: { kind },
      },
      (row) => Math.abs(wave(row + kind.length)),
    ),
  );
  return {
    place: { level: 'layer', layer: 23 },
    title: 'Layer 23: what each token reads, and what is added to it',
    sentence: '',
    notes: [],
    boards: [
      ...patterns,
      fakeMadeBoard({
        key: 'resid',
        title: 'the residual stream, 64 parts',
        rowCount: tokenCount,
        columnCount: 64,
        rowNames: tokens,
        hue: { kind: 'residual' },
      }),
      ...bars,
      fakeMadeBoard({
        key: 'neurons',
        title: 'the neurons, 24 × 64',
        rowCount: 24,
        columnCount: 64,
        hue: { kind: 'feed-forward' },
      }),
      fakeMadeBoard({
        key: 'sorted',
        group: 'neurons',
        title: 'all 1,536 neurons in order',
        chart: 'bars',
        rowCount: 1,
        columnCount: 1536,
        hue: { kind: 'feed-forward' },
      }),
      fakeMadeBoard({
        key: 'absent',
        title: 'the scores',
        rowCount: 0,
        columnCount: 0,
        missing:
          'The recording does not hold these rows: not recorded. They are computed when the model is here.',
      }),
    ],
    wishes: [],
  };
}
