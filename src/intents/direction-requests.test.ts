import { expect, test } from 'vitest';
import { createInterpreterBench, liveBench, prompt } from '#tests/fakes/interpreter-bench.ts';

test('neurons are asked for once, those missing alone, at most 32 together', () => {
  const { interpreter, producer, store } = liveBench();
  const neurons = Array.from({ length: 40 }, (_, neuron) => neuron);
  interpreter.wantDirections(1, ...neurons);
  interpreter.wantDirections(1, ...neurons);
  expect(producer.sentOf('directions').map((sent) => sent.neurons.length)).toEqual([32, 8]);
  producer.answerAll();
  expect(store.state.directions.size).toBe(40);
  interpreter.wantDirections(1, 39, 40, 40);
  expect(producer.sentOf('directions').at(-1)).toMatchObject({ layer: 1, neurons: [40] });
  interpreter.wantDirections(0, 39);
  expect(producer.sentOf('directions').at(-1)).toMatchObject({ layer: 0, neurons: [39] });
});

test('not more neurons are asked for at once than are answered soon', () => {
  const { interpreter, producer } = liveBench();
  for (let neuron = 0; neuron < 20; neuron += 1) interpreter.wantDirections(0, neuron);
  expect(producer.sentOf('directions')).toHaveLength(8);
  producer.answerAll();
  interpreter.wantDirections(0, 19);
  expect(producer.sentOf('directions')).toHaveLength(9);
});

test('a layer that was refused is not asked for again, and why is known until another run', () => {
  const { interpreter, producer, state, notices, do: perform } = liveBench();
  producer.refused.add('directions');
  producer.refusalCode = 'not-recorded';
  interpreter.wantDirections(2, 1);
  producer.answerAll();
  interpreter.wantDirections(2, 1, 2);
  expect(producer.sentOf('directions')).toHaveLength(1);
  expect(state().refusedDirections.get(2)).toBe('It broke.');
  expect(notices()).toEqual([]);
  producer.refused.clear();
  perform(prompt('c d'));
  producer.answerAll();
  interpreter.wantDirections(2, 1);
  producer.answerAll();
  expect(state().refusedDirections.size).toBe(0);
  expect(state().directions.size).toBe(1);
});

test('a recorded run is asked for directions, not the live model', () => {
  const bench = createInterpreterBench();
  bench.interpreter.start();
  bench.playRecorded();
  bench.interpreter.wantDirections(0, 3);
  expect(bench.sentToRecording).toContainEqual(
    expect.objectContaining({ kind: 'directions', layer: 0, neurons: [3] }),
  );
  expect(bench.producer.sent).toEqual([]);
});
