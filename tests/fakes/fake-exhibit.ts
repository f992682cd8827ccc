import type { Board, Exhibit } from '#view/exhibit/board.ts';

/** A board of two rows and two columns, the second key of the first query not there. */
export function fakeBoard(change: Partial<Board> = {}): Board {
  return {
    key: 'pattern-0',
    group: 'heads',
    title: 'Head 0',
    sentence: 'Most weight rests on “␣t0”, 0.75.',
    name: 'blocks.1.attn.hook_pattern[head 0]',
    status: 'REAL',
    made: 'brightness ∝ √weight',
    chart: 'heat',
    values: Float32Array.of(1, Number.NaN, 0.75, 0.25),
    rowCount: 2,
    columnCount: 2,
    rowNames: ['␣t0', '␣t1'],
    columnNames: ['␣t0', '␣t1'],
    scale: { kind: 'share' },
    hue: { kind: 'head', head: 0 },
    targetAt: (query, key) =>
      key <= query ? { kind: 'beam', layer: 1, head: 0, query, key } : undefined,
    cellOf: () => -1,
    missing: undefined,
    ...change,
  };
}

/** What layer 1 of the fake run could look like: a board that is there and one that is not. */
export function fakeExhibit(change: Partial<Exhibit> = {}): Exhibit {
  return {
    place: { level: 'layer', layer: 1 },
    title: 'Layer 1',
    sentence: 'Two heads look back.',
    notes: ['Only the prompt is counted.'],
    boards: [
      fakeBoard(),
      fakeBoard({
        key: 'norms',
        title: 'Norms',
        name: 'blocks.1.hook_resid_post',
        status: 'DERIVED',
        values: new Float32Array(4).fill(Number.NaN),
        targetAt: () => undefined,
        missing: 'not recorded.',
      }),
    ],
    wishes: [],
    ...change,
  };
}
