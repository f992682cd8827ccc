import { expect, test } from 'vitest';
import { createInterpreterBench, liveBench, play, prompt } from '#tests/fakes/interpreter-bench.ts';

test('the lens of the selected or newest token is asked for once, when nothing is computed', () => {
  const bench = liveBench();
  expect(bench.producer.sentOf('lens')).toMatchObject([{ position: 1 }]);
  bench.do({ kind: 'select-token', position: 0 });
  expect(bench.producer.sentOf('lens').at(-1)).toMatchObject({ position: 0 });
  bench.do({ kind: 'select-token', position: null }, { kind: 'select-token', position: 0 });
  expect(bench.producer.sentOf('lens')).toHaveLength(2);
  bench.do({ kind: 'select-token', position: null }, play);
  bench.interpreter.tick(100);
  expect(bench.producer.sentOf('lens')).toHaveLength(2);
});

test('the vocabulary is asked for once a model', () => {
  const bench = liveBench();
  bench.do(prompt('c d'));
  bench.producer.answerAll();
  expect(bench.producer.sentOf('vocabulary')).toHaveLength(1);
});

test('a row that is looked at is asked for once, again after it was dropped, never after a refusal', () => {
  const bench = liveBench();
  const { interpreter, producer } = bench;
  interpreter.wantValues('hook_resid_post', 1, 0);
  interpreter.wantValues('hook_resid_post', 1, 0);
  interpreter.wantValues('hook_resid_post', 1, 99);
  expect(producer.sentOf('values')).toMatchObject([{ layer: 1, positions: [0] }]);
  producer.answerAll();
  expect(bench.store.valuesOf('hook_resid_post', 1, 0)).toBeDefined();
  interpreter.wantValues('hook_resid_post', 1, 0);
  expect(producer.sentOf('values')).toHaveLength(1);
  producer.refused.add('values');
  interpreter.wantValues('hook_resid_post', 2, 0);
  producer.answerAll();
  interpreter.wantValues('hook_resid_post', 2, 0);
  expect(producer.sentOf('values')).toHaveLength(2);
});

test('not more rows are asked for at once than are answered soon', () => {
  const bench = liveBench();
  for (let round = 0; round < 100; round += 1) {
    bench.interpreter.wantValues('mlp.hook_post', round, 0);
  }
  expect(bench.producer.sentOf('values')).toHaveLength(32);
});

test('a recorded run is asked for its numbers, not the live model', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.playRecorded();
  bench.interpreter.wantValues('hook_resid_post', 0, 0);
  expect(bench.sentToRecording).toContainEqual(
    expect.objectContaining({ kind: 'values', positions: [0] }),
  );
  expect(bench.producer.sent).toEqual([]);
});
