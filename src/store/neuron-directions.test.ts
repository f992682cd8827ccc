import { expect, test } from 'vitest';
import {
  control,
  fakeCarried,
  fakeDirections,
  fakeHello,
  fakeRunMessages,
} from '#tests/fakes/fake-run.ts';
import { benchWithRun } from '#tests/fakes/store-bench.ts';
import { withDirections } from './neuron-directions.ts';
import { directionKey } from './read.ts';

test('each neuron of a message is found by layer and number, strongest tokens first', () => {
  const { store, live, told } = benchWithRun(2);
  told.length = 0;
  live(fakeDirections(1, [7, 30]));
  expect(told).toEqual([new Set(['directions'])]);
  expect(store.state.directions.get(directionKey(1, 30))).toEqual({
    top: [30, 31, 32, 33, 34].map((token, rank) => ({ token, value: 5 - rank })),
    bottom: [200, 201, 202, 203, 204].map((token, rank) => ({ token, value: rank - 5 })),
  });
  expect(store.state.directions.get(directionKey(0, 30))).toBeUndefined();
});

test('directions stay from run to run of a model, what heads carry and refusals do not', () => {
  const { store, commands, live } = benchWithRun(2);
  live(fakeDirections(1, [7]), fakeCarried(1));
  commands.refuseDirections(2, 'Not recorded.');
  expect(store.state.carried[1]?.norm).toHaveLength(6);
  expect(store.state.carried[0]).toBeUndefined();
  commands.expectRun({ request: 2, source: 'live' });
  live(...fakeRunMessages(fakeHello({ request: 2 }), 2));
  expect([...store.state.directions.keys()]).toEqual(['1/7']);
  expect(store.state.carried).toEqual([]);
  expect(store.state.refusedDirections.size).toBe(0);
  commands.expectRun({ request: 3, source: 'live' });
  const hello = fakeHello({ request: 3 });
  live(control({ ...hello, model: { ...hello.model, sha256: 'ef'.repeat(32) } }));
  expect(store.state.directions.size).toBe(0);
});

test('what heads carry from a word that is not of the run is dropped and counted', () => {
  const { store, live } = benchWithRun(2);
  const stranger = fakeCarried(1);
  live({ ...stranger, clock: { ...stranger.clock, token: 9 } });
  expect(store.state).toMatchObject({ carried: [], rejectedCount: 1 });
});

test('[VAL3] what cannot be had is known by its request and told in no notice', () => {
  const { store, live } = benchWithRun(2);
  const message = 'These exact values were not recorded.';
  for (const [request, code] of [
    [5, 'not-recorded'],
    [6, 'not-there'],
  ] as const) {
    live(control({ kind: 'error', request, code, message, fatal: false }));
  }
  expect([...store.state.failedRequests]).toEqual([
    [5, message],
    [6, message],
  ]);
  expect(store.state.notices).toEqual([]);
});

test('when there are very many, the first to have come go', () => {
  let all = withDirections(new Map(), fakeDirections(0, [0]));
  const many = Array.from({ length: 4096 }, (_, neuron) => neuron);
  all = withDirections(all, fakeDirections(1, many));
  expect(all.size).toBe(4096);
  expect(all.has(directionKey(0, 0))).toBe(false);
  expect(all.has(directionKey(1, 0))).toBe(true);
});
