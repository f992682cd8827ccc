import { expect, test } from 'vitest';
import { control, fakeOverview, fakeToken } from '#tests/fakes/fake-run.ts';
import { benchWithRun, createStoreBench } from '#tests/fakes/store-bench.ts';

test('each command tells its topics once, and a snapshot taken before it does not change', () => {
  const { store, commands, told, live } = benchWithRun(2);
  told.length = 0;
  const before = store.state;
  live(control(fakeToken(2)));
  expect(told).toEqual([new Set(['tokens'])]);
  expect(before.tokens).toHaveLength(2);
  expect(store.state.tokens).toHaveLength(3);
  live(fakeOverview(2));
  expect(told.at(-1)).toEqual(new Set(['overview']));
  expect(before.overviews).toHaveLength(2);
  told.length = 0;
  commands.moveCursor(store.state.cursor);
  expect(told).toEqual([]);
});

test('a listener that stopped is told nothing more', () => {
  const { store, commands } = createStoreBench();
  const told: string[] = [];
  const stop = store.subscribe((topics) => told.push([...topics].join(' ')));
  commands.changeSettings({ beamThreshold: 0.3 });
  stop();
  commands.changeSettings({ beamThreshold: 0.4 });
  expect(told).toEqual(['settings']);
});

test('the cursor never shows what has not arrived, and only tokens that are there can be selected', () => {
  const { store, commands } = benchWithRun(3);
  commands.moveCursor({ position: 50, layer: 2, sweep: true });
  expect(store.state.cursor.position).toBe(2);
  commands.select(50);
  expect(store.state.selectedPosition).toBeNull();
  commands.select(2);
  expect(store.state.selectedPosition).toBe(2);
});

test('the same notice does not stand there twice, and can be dismissed', () => {
  const { store, commands } = createStoreBench();
  commands.addNotice('info', 'Once.');
  commands.addNotice('info', 'Once.');
  commands.addNotice('info', 'Other.');
  const [once, other] = store.state.notices;
  expect(store.state.notices).toHaveLength(2);
  commands.dismissNotice(once?.id ?? -1);
  expect(store.state.notices).toEqual([other]);
});
