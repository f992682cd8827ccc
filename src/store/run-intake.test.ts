import { expect, test } from 'vitest';
import type { ProducerMessage } from '#contract/control-message.ts';
import type { DecodedMessage } from '#contract/decoded-message.ts';
import {
  control,
  fakeHello,
  fakeLens,
  fakeOverview,
  fakeRunMessages,
  fakeToken,
  fakeValues,
  fakeVocabulary,
} from '#tests/fakes/fake-run.ts';
import { benchWithRun, createStoreBench, fakeError } from '#tests/fakes/store-bench.ts';

test('[MSG2] nothing reaches the store before a run is expected and its hello has come', () => {
  const { store, commands, live, told } = createStoreBench();
  const before = store.state;
  live(...fakeRunMessages(fakeHello(), 3), fakeVocabulary());
  expect(store.state).toBe(before);
  commands.expectRun({ request: 7, source: 'live' });
  told.length = 0;
  live(fakeVocabulary(), ...fakeRunMessages(fakeHello({ request: 6 }), 3));
  expect(store.state.hello).toBeUndefined();
  expect(told).toEqual([]);
});

test('[MSG5] after prompt B is expected nothing of A arrives, and its hello drops all of A', () => {
  const { store, commands, live, recycled } = benchWithRun(3);
  const shownOfA = store.state.overviews.map((overview) => overview?.texels);
  const values = { site: 'hook_embed', layer: 0, positions: [0], shape: [1, 2] } as const;
  live(fakeValues({ ...values, data: new Float32Array(2) }));
  expect(store.valuesOf('hook_embed', 0, 0)).toBeDefined();

  commands.expectRun({ request: 2, source: 'live' });
  const waiting = store.state;
  const overviewOfA = fakeOverview(3);
  live(control(fakeToken(3)), overviewOfA, fakeLens(2), fakeVocabulary());
  live(control({ kind: 'end', request: 1, reason: 'A ended' }), fakeError(1));
  expect(store.state).toBe(waiting);

  live(control(fakeHello({ request: 2, prompt: 'B' })));
  expect(store.state).toMatchObject({
    tokens: [],
    overviews: [],
    lenses: [],
    arrivedCount: 0,
    ended: undefined,
    cursor: { position: 1, layer: -1, sweep: true },
  });
  expect(store.valuesOf('hook_embed', 0, 0)).toBeUndefined();
  expect(recycled).toEqual([overviewOfA.texels, ...shownOfA]);

  // Answers to requests older than B's are A's, however late they come.
  live(control({ kind: 'end', request: 1, reason: 'A ended' }), fakeError(1));
  live(fakeValues({ ...values, data: new Float32Array(2) }, 1));
  expect(store.state).toMatchObject({ ended: undefined, notices: [] });
  expect(store.valuesOf('hook_embed', 0, 0)).toBeUndefined();
});

test('what another source sends is not applied, nor a hello nobody asked for', () => {
  const { store, commands, recorded } = benchWithRun(2);
  const before = store.state;
  recorded(...fakeRunMessages(fakeHello(), 4));
  commands.applyMessage(control(fakeHello({ request: 9 })), 'live');
  expect(store.state).toBe(before);
});

test('a recording is taken with whatever request it was recorded', () => {
  const { store, commands, recorded } = createStoreBench();
  commands.expectRun({ request: 'any', source: 'recording' });
  recorded(...fakeRunMessages(fakeHello({ request: 42 }), 4));
  expect(store.state).toMatchObject({ runSource: 'recording', arrivedCount: 4 });
});

test.each([
  ['another token', (clock: object) => ({ ...clock, token: 999 })],
  ['a position without a token', (clock: object) => ({ ...clock, position: 90, token: 190 })],
  ['another branch', (clock: object) => ({ ...clock, branch: 3 })],
] as const)('an overview that names %s is dropped, counted and told once', (_, spoil) => {
  const { store, live } = benchWithRun(2);
  live(control(fakeToken(2)));
  for (const type of ['overview', 'lens'] as const) {
    const good = type === 'overview' ? fakeOverview(2) : fakeLens(2);
    live({ ...good, clock: spoil(good.clock) } as DecodedMessage);
  }
  expect(store.state).toMatchObject({ arrivedCount: 2, rejectedCount: 2, lenses: [] });
  expect(store.state.notices).toHaveLength(1);
  expect(store.state.notices[0]?.text).toMatch(/^A message was dropped: an overview /);
});

test('[MSG8] messages the decoder refused are counted, and the city goes on', () => {
  const { store, live } = benchWithRun(2);
  live({ type: 'rejected', reason: 'its header is cut off' }, control(fakeToken(9)));
  live(control(fakeToken(2)), fakeOverview(2));
  expect(store.state).toMatchObject({ rejectedCount: 2, arrivedCount: 3 });
});

test('[CLOCK2] an overview of a later step replaces the first, whose texels go back; not an older one', () => {
  const { store, live, recycled } = benchWithRun(2);
  const first = store.state.overviews[1]?.texels;
  const again = fakeOverview(1);
  const later = { ...again, clock: { ...again.clock, step: 7 } };
  live(later, fakeOverview(1));
  expect(store.state.overviews[1]).toBe(later);
  expect(recycled).toEqual([first]);
});

test('positions have arrived when all before them have, or a gap says they never come', () => {
  const { store, live } = benchWithRun(2);
  live(control(fakeToken(2)), control(fakeToken(3)), fakeOverview(3));
  expect(store.state.arrivedCount).toBe(2);
  live(control({ kind: 'gap', tier: 'overview', from: 2, to: 2, reason: 'the reader was slow' }));
  expect(store.state.arrivedCount).toBe(4);
  expect(store.state.notices[0]?.text).toContain('the reader was slow');
});

test('tokens asked for are counted down as they arrive, and no longer after an end or an error', () => {
  const { store, commands, live } = benchWithRun(2);
  commands.awaitTokens(2, 5);
  live(control(fakeToken(2)), fakeOverview(2));
  expect(store.state.awaitedTokens).toBe(1);
  live(fakeError(4));
  expect(store.state.awaitedTokens).toBe(1);
  live(fakeError(5));
  expect(store.state.awaitedTokens).toBe(0);
  expect([...store.state.failedRequests.keys()]).toEqual([4, 5]);
  commands.awaitTokens(1, 6);
  live(control({ kind: 'end', request: 6, reason: 'The model ended its text.' }));
  expect(store.state).toMatchObject({ awaitedTokens: 0, ended: 'The model ended its text.' });
});

test('progress of the prompt is shown until the prompt has arrived', () => {
  const { store, commands, live } = createStoreBench();
  commands.expectRun({ request: 1, source: 'live' });
  const progress: ProducerMessage = {
    kind: 'progress',
    request: 1,
    layer: 1,
    position: 0,
    positionCount: 2,
  };
  live(control(fakeHello()), control(progress));
  expect(store.state.prefill).toEqual({ layer: 1, position: 0, positionCount: 2 });
  live(control(fakeToken(0)), control(fakeToken(1)), fakeOverview(0));
  expect(store.state.prefill).toBeDefined();
  live(fakeOverview(1));
  expect(store.state.prefill).toBeUndefined();
});

test('[MSG5] when an error answers the expected run, it is told and the old run goes on', () => {
  const { store, commands, live } = benchWithRun(2);
  commands.awaitPrompt('too long');
  commands.expectRun({ request: 2, source: 'live' });
  live(control(fakeToken(2)), fakeOverview(2));
  expect(store.state.arrivedCount).toBe(2);
  live(fakeError(2));
  expect(store.state).toMatchObject({ arrivedCount: 3, awaitedPrompt: undefined });
  live(control(fakeToken(3)), fakeOverview(3));
  expect(store.state.arrivedCount).toBe(4);
  expect(store.state.notices.map((notice) => notice.text)).toEqual(['It broke.']);
});

test('a run that continues the one shown takes its place at once and keeps the view', () => {
  const { store, commands, told, live, recorded } = createStoreBench();
  commands.expectRun({ request: 'any', source: 'recording' });
  recorded(...fakeRunMessages(fakeHello(), 4));
  commands.applyMessage(fakeVocabulary(), 'recording');
  commands.moveCursor({ position: 2, layer: 1, sweep: true });
  commands.select(1);
  const shown = store.state;
  commands.expectRun({ request: 5, source: 'live', unseenUntil: 4 });
  const messages = fakeRunMessages(fakeHello({ request: 5 }), 4);
  live(...messages.slice(0, -1));
  commands.awaitTokens(1, 6);
  expect(store.state).toBe(shown);
  told.length = 0;
  live(...messages.slice(-1));
  expect(told).toHaveLength(1);
  expect(store.state).toMatchObject({
    runSource: 'live',
    arrivedCount: 4,
    awaitedTokens: 0,
    cursor: { position: 2, layer: 1, sweep: true },
    selectedPosition: 1,
  });
  expect(store.state.vocabulary).toBe(shown.vocabulary);
});

test('a continuing run that fails leaves the one shown, and gives its own texels back', () => {
  const { store, commands, live, recycled } = benchWithRun(3);
  commands.expectRun({ request: 5, source: 'live', unseenUntil: 3 });
  live(...fakeRunMessages(fakeHello({ request: 5 }), 2), fakeError(5));
  expect(store.state).toMatchObject({ arrivedCount: 3 });
  expect(store.state.notices).toHaveLength(1);
  expect(recycled).toHaveLength(2);
});

test('[MSG6] an error that ends the connection answers the expected run too', () => {
  const { store, commands, live } = benchWithRun(2);
  commands.expectRun({ request: 9, source: 'live' });
  live(fakeError(0, true));
  expect(store.state.failedRequests.has(9)).toBe(true);
  expect(store.state.notices).toHaveLength(1);
});

test('[VAL3] a number that cannot be had is no notice, an error nobody asked for is one', () => {
  const { store, live } = benchWithRun(2);
  const told = { kind: 'error', code: 'not-recorded', message: 'No.', fatal: false } as const;
  live(control({ ...told, request: 8 }));
  expect(store.state.notices).toEqual([]);
  expect(store.state.failedRequests.has(8)).toBe(true);
  live(fakeError(0));
  expect(store.state.notices).toHaveLength(1);
});

test('a recording goes on while the run that continues it is gathered', () => {
  const { store, commands, live } = createStoreBench();
  commands.expectRun({ request: 'any', source: 'recording' });
  const recorded = fakeRunMessages(fakeHello(), 4);
  const play = (from: number, to?: number): void => {
    for (const message of recorded.slice(from, to)) commands.applyMessage(message, 'recording');
  };
  play(0, 5);
  commands.expectRun({ request: 5, source: 'live', unseenUntil: 4 });
  play(5, 7);
  expect(store.state).toMatchObject({ runSource: 'recording', arrivedCount: 3 });
  live(control(fakeHello({ request: 5 })));
  play(7);
  expect(store.state).toMatchObject({ runSource: 'recording', arrivedCount: 4 });
});

test('the vocabulary stays with its model only', () => {
  const { store, commands, live } = benchWithRun(2);
  live(fakeVocabulary());
  commands.expectRun({ request: 2, source: 'live' });
  live(control(fakeHello({ request: 2 })));
  expect(store.state.vocabulary).toBeDefined();
  commands.expectRun({ request: 3, source: 'live' });
  const hello = fakeHello({ request: 3 });
  live(control({ ...hello, model: { ...hello.model, sha256: 'ef'.repeat(32) } }));
  expect(store.state.vocabulary).toBeUndefined();
});
