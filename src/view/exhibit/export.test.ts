import { expect, test } from 'vitest';
import { decodeSafetensors, requireTensor } from '#contract/safetensors.ts';
import { fakeBoard, fakeExhibit } from '#tests/fakes/fake-exhibit.ts';
import { fakeValues } from '#tests/fakes/fake-run.ts';
import { benchWithRun, type StoreBench } from '#tests/fakes/store-bench.ts';
import { copiedValue } from '#view/copied-value.ts';
import { componentExhibit } from './component-exhibit.ts';
import { boardCsv, boardsCsv, plainNumber } from './export-csv.ts';
import { exportName } from './export-name.ts';
import { exhibitSafetensors } from './export-safetensors.ts';
import { layerExhibit } from './layer-exhibit.ts';
import { strongestCells } from './strongest-cells.ts';

/** Head 0 reads the token before, head 1 rests on token 0; rows as long as the longest (VAL2). */
const patternData = Float32Array.of(
  ...[1, 0, 0, 1, 0, 0],
  ...[0.75, 0.25, 0, 0.5, 0.5, 0],
  ...[0.125, 0.625, 0.25, 0.75, 0.125, 0.125],
);

function bench(): StoreBench {
  const made = benchWithRun(3);
  made.commands.moveCursor({ position: 2, layer: 2, sweep: false });
  return made;
}

function withPattern(): StoreBench {
  const made = bench();
  const shape = [3, 2, 3];
  const positions = [0, 1, 2];
  made.live(
    fakeValues({ site: 'attn.hook_pattern', layer: 1, positions, shape, data: patternData }),
  );
  return made;
}

test('what is exact is taken away whole, under its site’s name, and reads back bit-equal', () => {
  const { store } = withPattern();
  const exhibit = layerExhibit({ level: 'layer', layer: 1 }, store);
  const file = decodeSafetensors(exhibitSafetensors(exhibit, store) ?? new Uint8Array());
  const pattern = requireTensor(file, 'blocks.1.attn.hook_pattern', 'F32', [3, 2, 3]);
  expect([...pattern.data]).toEqual([...patternData]);
  const positions = requireTensor(file, 'blocks.1.attn.hook_pattern.positions', 'U32', [3]);
  expect([...positions.data]).toEqual([0, 1, 2]);
  expect(Object.fromEntries(file.metadata)).toMatchObject({
    kind: 'exhibit',
    place: '{"level":"layer","layer":1}',
    model: 'fake',
    prompt: 'a b',
    precision: 'i16',
  });
});

test('what is derived, or from codes only, is taken as it is shown, and says how it was made', () => {
  const { store } = withPattern();
  const exhibit = layerExhibit({ level: 'layer', layer: 1 }, store);
  const file = decodeSafetensors(exhibitSafetensors(exhibit, store) ?? new Uint8Array());
  const shown = exhibit.boards.filter(({ key }) => !key.startsWith('pattern'));
  expect(shown.length).toBeGreaterThan(2);
  for (const { key, rowCount, columnCount, values } of shown) {
    const { data } = requireTensor(file, `shown.${key}`, 'F32', [rowCount, columnCount]);
    expect([...data]).toEqual([...values]);
    expect(file.metadata.get(`shown.${key}`)).toMatch(/(REAL|DERIVED): ./);
  }
  expect(file.tensors.has('shown.pattern-0')).toBe(false);
});

test('a component’s rows are taken in the model’s own order, however they stand', () => {
  const made = bench();
  const data = Float32Array.from({ length: 192 }, (_, index) => (index * 37) % 191);
  const [layer, position] = [1, 2];
  made.live(
    fakeValues({ site: 'mlp.hook_post', layer, positions: [position], shape: [1, 192], data }),
  );
  made.commands.changeSettings({ unitOrder: 'strength' });
  const place = { level: 'component', layer, position, storey: 'feed-forward' } as const;
  const exhibit = componentExhibit(place, made.store);
  const file = decodeSafetensors(exhibitSafetensors(exhibit, made.store) ?? new Uint8Array());
  expect([...requireTensor(file, 'blocks.1.mlp.hook_post', 'F32', [1, 192]).data]).toEqual([
    ...data,
  ]);
});

test('where nothing is here, there is no file', () => {
  const { store } = bench();
  const exhibit = fakeExhibit({ boards: [fakeBoard({ missing: 'This is on its way.' })] });
  expect(exhibitSafetensors(exhibit, store)).toBeUndefined();
  expect(boardsCsv(exhibit.boards)).toBeUndefined();
});

/** A reader of RFC 4180, its quotes and line ends. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  for (let match = field.exec(text); match; match = field.exec(text)) {
    const [, raw = '', end] = match;
    lines.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === '\r\n') lines.push([]);
    if (field.lastIndex === text.length) break;
  }
  return lines.slice(0, -1);
}

test('a board as a table reads back cell by cell, what is nothing empty', () => {
  const board = fakeBoard({
    columnNames: [',', '"↵"\r\n'],
    values: Float32Array.of(1, Number.NaN, 0.1, -1e-9),
  });
  expect(parseCsv(boardCsv(board))).toEqual([
    ['blocks.1.attn.hook_pattern[head 0]', ',', '"↵"\r\n'],
    ['␣t0', '1', ''],
    ['␣t1', '0.1', '-1e-9'],
  ]);
});

test('all boards as one table have a line for each number', () => {
  const lines = parseCsv(boardsCsv(fakeExhibit().boards) ?? '');
  expect(lines[0]).toHaveLength(8);
  expect(lines.slice(1).map((line) => line.slice(3))).toEqual([
    ['0', '0', '␣t0', '␣t0', '1'],
    ['1', '0', '␣t1', '␣t0', '0.75'],
    ['1', '1', '␣t1', '␣t1', '0.25'],
  ]);
});

test('a plain number is read back as the same float32', () => {
  for (const value of [0.1, 1 / 3, -0, 16_777_216, 1.17549435e-38, -123456.789, Infinity]) {
    const single = Math.fround(value);
    expect(Math.fround(Number(plainNumber(single)))).toBe(single === 0 ? 0 : single);
  }
});

test('a file’s name says what is in it', () => {
  expect(exportName({ level: 'model' })).toBe('neural-city');
  expect(exportName({ level: 'layer', layer: 23 })).toBe('neural-city-layer-23');
  expect(exportName({ level: 'component', layer: 25, position: 4, storey: 'feed-forward' })).toBe(
    'neural-city-layer-25-feed-forward-token-4',
  );
  expect(exportName({ level: 'token', position: 4 })).toBe('neural-city-token-4');
});

test('the strongest cells come first, each with its place and as exact as it is known', () => {
  const { store } = withPattern();
  const { state } = store;
  const cells = strongestCells(fakeBoard(), state, 2);
  expect(cells.map(({ name, value }) => [name, value])).toEqual([
    ['head 0: “␣t0” reads “␣t0”', '1'],
    ['head 0: “␣t1” reads “␣t0”', '0.75'],
  ]);
  const derived = { status: 'DERIVED', values: Float32Array.of(0, 1 / 3, NaN, -2 / 3) } as const;
  const rough = fakeBoard({ ...derived, made: 'from display codes, within 4.7 %' });
  expect(strongestCells(rough, state, 9).map(({ name, value }) => [name, value])).toEqual([
    ['␣t1 · ␣t1', '≈ −0.67'],
    ['␣t0 · ␣t1', '≈ 0.33'],
  ]);
  expect(strongestCells(fakeBoard(derived), state, 1)[0]?.value).toBe('−0.667');
});

test('of a real layer, the boards that come from codes are told as rough', () => {
  const { store } = withPattern();
  const { boards } = layerExhibit({ level: 'layer', layer: 1 }, store);
  for (const board of boards) {
    const isFromCodes = board.targetAt(0, 0)?.kind === 'bin';
    for (const { value } of strongestCells(board, store.state, 3)) {
      expect(value.startsWith('≈')).toBe(isFromCodes);
    }
  }
});

test('a value is copied with its true name, and what is not here is said', () => {
  const { store } = withPattern();
  const beam = { kind: 'beam', layer: 1, head: 0, query: 2, key: 1 } as const;
  expect(copiedValue(beam, store)).toMatchObject({
    kind: 'text',
    text: expect.stringMatching(/^blocks\.1\.attn\.hook_pattern\[.*\] = 0\.625/) as string,
  });
  const value = { kind: 'value', site: 'mlp.hook_post', layer: 1, position: 2, index: 7 } as const;
  expect(copiedValue(value, store)).toMatchObject({
    kind: 'nothing',
    sentence: expect.stringContaining('on its way') as string,
  });
  expect(copiedValue(undefined, store).kind).toBe('nothing');
});
