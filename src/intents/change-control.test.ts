import { expect, test } from 'vitest';
import { control } from '#tests/fakes/fake-run.ts';
import { storeHash } from '#store/store-hash.ts';
import {
  createInterpreterBench,
  liveBench,
  prompt,
  stepToken,
  type InterpreterBench,
} from '#tests/fakes/interpreter-bench.ts';

const grab = { kind: 'verb', verb: 'grab', stage: 'change', layer: 1 } as const;
const pull = { kind: 'verb', verb: 'pull', stage: 'change', layer: 0, head: 1 } as const;
const tear = { ...pull, query: 1, key: 0 } as const;

function sentLists(bench: InterpreterBench): readonly unknown[] {
  return bench.producer.sentOf('intervene').map(({ interventions }) => interventions);
}

test('[IV5] a layer pulled free is sent as its two outputs × 0, and shown when all of it is here', () => {
  const bench = liveBench();
  const before = bench.state();
  bench.do(grab);
  expect(sentLists(bench)).toEqual([
    [
      { site: 'hook_attn_out', layer: 1, op: 'scale', value: 0 },
      { site: 'hook_mlp_out', layer: 1, op: 'scale', value: 0 },
    ],
  ]);
  expect(bench.state()).toMatchObject({ branch: 0, changes: [], overviews: before.overviews });
  expect(bench.state().pendingChanges).toBeDefined();
  bench.producer.answerAll();
  const { state } = bench.store;
  expect(state).toMatchObject({ branch: 1, canUndoChange: true, pendingChanges: undefined });
  expect(state.changes).toHaveLength(1);
  expect(state.beside?.overviews).toBe(before.overviews);
  expect(state.overviews.map((each) => each?.clock.branch)).toEqual([0, 1]);
  expect(state.settings.light).toBe('difference');
  expect(state.differences.map((each) => each?.clock.position)).toEqual([0, 1]);
});

test('a layer pulled free is measured with the sinks spared too, where the run has any', () => {
  const plain = liveBench();
  plain.do(grab);
  plain.producer.answerAll();
  // No norm of this run stands out.
  expect(plain.producer.sentOf('effect')).toEqual([]);
  const bench = liveBench();
  bench.do(prompt('a b c'));
  bench.producer.answerAll();
  bench.state().overviews[0]?.residNorm.fill(1000);
  bench.do(grab);
  bench.producer.answerAll();
  const [asked] = bench.producer.sentOf('effect');
  expect(asked).toMatchObject({ branch: 0, position: 2 });
  expect(asked?.tests.map(([first]) => first)).toMatchObject([{ positions: [1, 2] }, {}]);
  const { spared } = bench.state();
  expect(spared).toMatchObject({ position: 2, sinks: [0] });
  expect(spared?.allAnswerLogprob).toBeCloseTo(Math.log(0.25), 5);
});

test('undone, the run is the very one it was; done again, it is changed again', async () => {
  const bench = liveBench();
  bench.producer.answerAll();
  const before = await storeHash(bench.state());
  bench.do(grab);
  bench.producer.answerAll();
  expect(await storeHash(bench.state())).not.toBe(before);
  bench.do({ kind: 'undo-change' });
  bench.producer.answerAll();
  expect(await storeHash(bench.state())).toBe(before);
  expect(bench.state()).toMatchObject({ branch: 0, changes: [], canRedoChange: true });
  expect(bench.state().beside).toBeUndefined();
  expect(bench.state().settings.light).toBe('activations');
  bench.do({ kind: 'redo-change' });
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ branch: 2, canUndoChange: true, canRedoChange: false });
  expect(sentLists(bench)).toHaveLength(3);
});

test('a change that is refused leaves run, list and history as they were', () => {
  const bench = liveBench();
  bench.producer.refused.add('intervene');
  bench.do(grab);
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ branch: 0, changes: [], canUndoChange: false });
  expect(bench.state().pendingChanges).toBeUndefined();
  expect(bench.notices()).toContain('It broke.');
});

test('a change that fails half way says so, and nothing is waited for any more', () => {
  const bench = liveBench();
  bench.producer.refused.add('intervene');
  bench.producer.refusalCode = 'not-there';
  bench.do(grab);
  const request = bench.state().pendingChanges?.request ?? 0;
  bench.live(control({ kind: 'progress', request, layer: 1, position: 0, positionCount: 2 }));
  expect(bench.state().prefill).toBeDefined();
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ pendingChanges: undefined, prefill: undefined });
  expect(bench.notices()).toContain('It broke.');
});

test('of two changes sent together the first stands when the second is stopped', () => {
  const bench = liveBench();
  bench.do(grab, tear);
  // The first is answered before the second is given up.
  while (bench.state().branch === 0) bench.producer.answer();
  expect(bench.state().changes.map(({ change }) => change.kind)).toEqual(['layer']);
  expect(bench.state().pendingChanges?.entries).toHaveLength(2);
  bench.do({ kind: 'stop' });
  expect(bench.state()).toMatchObject({ branch: 1, canUndoChange: true });
  expect(bench.state().pendingChanges).toBeUndefined();
  expect(bench.state().changes).toHaveLength(1);
  bench.do({ kind: 'clear-changes' });
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ branch: 0, changes: [] });
});

test('a change undone while the original is shown leaves one run', () => {
  const bench = liveBench();
  bench.do(grab);
  bench.producer.answerAll();
  bench.do({ kind: 'show-run', run: 'original' });
  bench.producer.answerAll();
  expect(bench.state().beside).toBeDefined();
  bench.do({ kind: 'undo-change' });
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ branch: 0, changes: [] });
  expect(bench.state().beside).toBeUndefined();
});

test('what the sinks do stays known when one looks at the original and back', () => {
  const bench = liveBench();
  bench.do(prompt('a b c'));
  bench.producer.answerAll();
  bench.state().overviews[0]?.residNorm.fill(1000);
  bench.do(grab);
  bench.producer.answerAll();
  const { spared } = bench.state();
  for (const run of ['original', 'changed'] as const) {
    bench.do({ kind: 'show-run', run });
    bench.producer.answerAll();
  }
  expect(bench.state().spared).toBe(spared);
  expect(bench.producer.sentOf('effect')).toHaveLength(1);
});

test('changes made while one is under way are added to it, in their order', () => {
  const bench = liveBench();
  bench.do(grab, tear);
  expect(
    bench.producer
      .sentOf('intervene')
      .at(-1)
      ?.interventions.map(({ op }) => op),
  ).toEqual([...['scale', 'scale', 'knock-out']]);
  bench.producer.answerAll();
  expect(bench.state().changes.map(({ change }) => change.kind)).toEqual(['layer', 'beam']);
  bench.do({ kind: 'undo-change' }, { kind: 'undo-change' });
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ branch: 0, changes: [], canUndoChange: false });
});

test('[IV3] a torn beam is torn for every later word, or for that one alone', () => {
  const bench = liveBench();
  bench.do(tear);
  bench.producer.answerAll();
  bench.do({ kind: 'set-change-scope', change: 1, scope: 'this' });
  bench.producer.answerAll();
  const rows = bench.producer.sentOf('intervene').map(({ interventions: [only] }) => only);
  expect(rows).toMatchObject([{ query: { from: 1 } }, { query: 1 }]);
});

test('both runs are kept and go on by themselves; the original comes back whole', () => {
  const bench = liveBench();
  bench.do(grab);
  bench.producer.answerAll();
  bench.do(stepToken);
  bench.producer.answerAll();
  bench.tickToRest();
  const changed = bench.state();
  expect(changed).toMatchObject({ branch: 1, arrivedCount: 3 });
  expect(changed.beside?.tokens).toHaveLength(2);
  bench.do({ kind: 'show-run', run: 'original' });
  expect(bench.producer.sentOf('switch')).toMatchObject([{ branch: 0 }]);
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ branch: 0, arrivedCount: 2, cursor: { position: 1 } });
  expect(bench.state().changes).toHaveLength(1);
  expect(bench.state().beside?.overviews).toBe(changed.overviews);
  bench.do({ kind: 'show-run', run: 'changed' });
  bench.producer.answerAll();
  expect(bench.state().overviews).toBe(changed.overviews);
});

test('[BR1] without a model to run it again nothing is changed, and a sentence says why', () => {
  const bench = createInterpreterBench();
  bench.setEngine('loading');
  bench.interpreter.start();
  bench.playRecorded();
  bench.do(grab, { ...tear, stage: 'read' });
  expect(bench.producer.sent).toEqual([]);
  expect(bench.notices().at(-1)).toContain('the model is still loading');
  expect(bench.state().pinned).toMatchObject({ kind: 'beam', query: 1, key: 0 });
});

test('a new sentence is read by the unchanged model', () => {
  const bench = liveBench();
  bench.do(grab, { kind: 'set-cut', layer: 1 });
  bench.producer.answerAll();
  bench.do(prompt('c d e'));
  bench.producer.answerAll();
  expect(bench.state()).toMatchObject({ branch: 0, changes: [], canUndoChange: false });
  expect(bench.state().settings).toMatchObject({ light: 'activations', cutLayer: null });
});

test('the little way of each verb only reads, a second time closes, and the camera stays', () => {
  const bench = liveBench();
  const flights = bench.flights.length;
  const read = { ...grab, stage: 'read' } as const;
  bench.do(read);
  expect(bench.state()).toMatchObject({ zoom: { level: 'layer', layer: 1 }, openLayers: [1] });
  bench.do(read, { ...read, verb: 'slice' });
  expect(bench.state()).toMatchObject({ zoom: { level: 'model' }, openLayers: [] });
  expect(bench.state().settings.cutLayer).toBe(1);
  expect(bench.flights).toHaveLength(flights);
  expect(sentLists(bench)).toEqual([]);
});

test('[EFF] every head is measured, then the beams that are drawn; it can be ended', () => {
  const bench = liveBench();
  bench.do({ kind: 'measure-effects', position: 1 });
  const [asked] = bench.producer.sentOf('effect');
  expect(asked).toMatchObject({ position: 1, branch: 0 });
  // Six heads, each of which reads itself.
  expect(asked?.tests).toHaveLength(12);
  bench.do({ kind: 'stop-measuring' });
  expect(bench.producer.sentOf('stop-effect')).toHaveLength(1);
  bench.producer.answerAll();
  const { effects } = bench.state();
  expect(effects).toMatchObject({ measuredCount: 12, isMeasuring: false });
  expect(effects?.results[0]?.nats).toBeCloseTo(Math.log(0.25) - Math.log(0.5), 5);
  bench.do({ kind: 'forget-effects' });
  expect(bench.state().effects).toBeUndefined();
});
